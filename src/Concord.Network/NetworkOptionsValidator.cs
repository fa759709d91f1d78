using Microsoft.Extensions.Options;

namespace Concord.Network;

/// <summary>Checks <see cref="NetworkOptions"/> at start.</summary>
[OptionsValidator]
internal sealed partial class NetworkOptionsValidator : IValidateOptions<NetworkOptions>;
