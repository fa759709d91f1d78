using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Network.UpperLayer;

namespace Concord.Network.ServiceClasses;

/// <summary>Gathers the presentation contexts that objects need: one for each class and stored syntax alone, so that what lies is sent as it lies, or as it came,
/// one with the native syntaxes for each class whose objects may become them, and one with lossless compressed ones, which the peer may choose from.</summary>
internal sealed class ContextPlan
{
    private readonly HashSet<(Uid, Uid)> _planned = [];
    private readonly List<ContextProposal> _proposals = [];

    internal IReadOnlyList<ContextProposal> Proposals => _proposals;

    /// <summary>False when the object's contexts do not fit into the association any more; nothing is planned then.</summary>
    internal bool TryAdd(IOutgoingObject instance)
    {
        var sopClass = instance.SopClassUid;
        TransferSyntax[] own = [.. new[] { instance.TransferSyntax, instance.CameIn }.DistinctBy(syntax => syntax.Uid).Where(syntax => !_planned.Contains((sopClass, syntax.Uid)))];
        TransferSyntax[] native = _planned.Contains((sopClass, default)) ? [] : [.. ContextProposal.Native.Where(other => other != instance.TransferSyntax && other != instance.CameIn && instance.MayBecome(other))];
        if (_proposals.Count + own.Length + (native.Length > 0 ? 1 : 0) > AssociatePduReader.MaxContexts) return false;
        foreach (var syntax in own) Add(sopClass, syntax.Uid, [syntax]);
        if (native.Length > 0) Add(sopClass, default, native);
        TryAddCompressed(instance);
        return true;
    }

    /// <summary>For a peer that takes neither what lies nor native pixels: in the first half of the contexts; the rest is for other classes.</summary>
    private void TryAddCompressed(IOutgoingObject instance)
    {
        var key = (instance.SopClassUid, ContextProposal.Lossless[0].Uid);
        if (_proposals.Count >= AssociatePduReader.MaxContexts / 2 || _planned.Contains(key)) return;
        TransferSyntax[] compressed = [.. ContextProposal.Lossless.Where(instance.MayBecome)];
        if (compressed.Length > 0) Add(instance.SopClassUid, key.Item2, compressed);
    }

    private void Add(Uid sopClass, Uid key, IReadOnlyList<TransferSyntax> syntaxes)
    {
        _planned.Add((sopClass, key));
        _proposals.Add(new(sopClass, syntaxes));
    }
}
