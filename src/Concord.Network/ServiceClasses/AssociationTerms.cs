using Concord.Dicom.DataElements;

namespace Concord.Network.ServiceClasses;

/// <summary>What holds for one caller: its rule's words, else the common settings.</summary>
/// <param name="PreferredTransferSyntaxes">Taken before the order of the proposal, the best one first.</param>
internal sealed record AssociationTerms(UserIdentityPolicy UserIdentity, int MaxAssociations, IReadOnlyList<Uid> PreferredTransferSyntaxes);
