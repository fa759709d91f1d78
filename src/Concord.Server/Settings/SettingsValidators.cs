using Concord.Clinic.Worklist;
using Concord.Network;
using Concord.Trust.Identity;
using Concord.Vault.Compression;
using Concord.Vault.Decisions;
using Concord.Vault.Receive;
using Concord.Vault.Retention;
using Concord.Vault.Tiers;
using Microsoft.Extensions.Options;

namespace Concord.Server.Settings;

[OptionsValidator] internal sealed partial class ServerOptionsValidator : IValidateOptions<ServerOptions>;

[OptionsValidator] internal sealed partial class HttpOptionsValidator : IValidateOptions<HttpOptions>;

[OptionsValidator] internal sealed partial class IdentityOptionsValidator : IValidateOptions<IdentityOptions>;

[OptionsValidator] internal sealed partial class TlsOptionsValidator : IValidateOptions<TlsOptions>;

[OptionsValidator] internal sealed partial class DicomWebOptionsValidator : IValidateOptions<DicomWebOptions>;

[OptionsValidator] internal sealed partial class ImagingOptionsValidator : IValidateOptions<ImagingOptions>;

[OptionsValidator] internal sealed partial class CompressionOptionsValidator : IValidateOptions<CompressionOptions>;

[OptionsValidator] internal sealed partial class CommitmentOptionsValidator : IValidateOptions<CommitmentOptions>;

[OptionsValidator] internal sealed partial class SendOptionsValidator : IValidateOptions<SendOptions>;

[OptionsValidator] internal sealed partial class RetentionOptionsValidator : IValidateOptions<RetentionOptions>;

[OptionsValidator] internal sealed partial class LifecycleOptionsValidator : IValidateOptions<LifecycleOptions>;

[OptionsValidator] internal sealed partial class WorklistOptionsValidator : IValidateOptions<WorklistOptions>;

[OptionsValidator] internal sealed partial class TierOptionsValidator : IValidateOptions<TierOptions>;

[OptionsValidator] internal sealed partial class VaultOptionsValidator : IValidateOptions<VaultOptions>;

[OptionsValidator] internal sealed partial class DicomOptionsValidator : IValidateOptions<NetworkOptions>;
