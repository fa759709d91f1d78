using Concord.Network.UpperLayer;

namespace Concord.Network.ServiceClasses;

/// <summary>The gate's answer: a rejection, or terms and user.</summary>
/// <param name="Terms">Null when rejected.</param>
/// <param name="User">Verified user, "" when anonymous.</param>
internal sealed record Admission(AssociateReject? Rejection, AssociationTerms? Terms = null, string User = "");
