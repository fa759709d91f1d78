using Concord.Vault.Corrections;
using Concord.Vault.Sites;

namespace Concord.Vault.Index;

/// <summary>A study row in the writer's hands. Its counts and values are derived from its series rows when the batch is flushed.</summary>
internal sealed class StudyState(long key, string uid)
{
    public long Key { get; } = key;

    public string Uid { get; } = uid;

    public PatientState? Patient { get; set; }

    /// <summary>As stored, so that the patient's counts can be moved on.</summary>
    public long Series { get; set; }

    public long Instances { get; set; }

    /// <summary>Of its lowest series.</summary>
    public string Site { get; set; } = "";

    /// <summary>Where the study is counted, and what of it; null when it is not yet.</summary>
    public (string Site, SiteFigures Figures)? Counted { get; set; }

    /// <summary>Series came or went, or a class did: modalities and classes are gathered anew.</summary>
    public bool IsCompositionChanged { get; set; }

    /// <summary>A series took other values: the study's source is sought anew.</summary>
    public bool IsSourceChanged { get; set; }

    public long NameHash { get; set; }

    /// <summary>What is corrected of it; null until that is looked up.</summary>
    public CorrectionOverlay? Corrections { get; set; }

    public bool IsStored { get; set; }

    public bool IsDirty { get; set; }
}
