using Concord.Dicom.DataElements;

namespace Concord.Vault.Corrections;

/// <summary>Where an element of the top level lies in its data set.</summary>
/// <param name="Vr">As it stands there; of Implicit VR that of the dictionary.</param>
/// <param name="Offset">Of its tag.</param>
/// <param name="End">Behind its value, its delimiter included.</param>
internal readonly record struct ElementPlace(Tag Tag, Vr Vr, long Offset, long End);
