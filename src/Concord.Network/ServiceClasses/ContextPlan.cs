using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Network.UpperLayer;

namespace Concord.Network.ServiceClasses;

/// <summary>Gathers the presentation contexts that objects need: one for each class and stored syntax alone, so that what lies is sent as it lies,
/// and one with the native syntaxes for each class whose objects can be put into them.</summary>
internal sealed class ContextPlan
{
    private readonly HashSet<(Uid, Uid)> _planned = [];
    private readonly List<ContextProposal> _proposals = [];

    internal IReadOnlyList<ContextProposal> Proposals => _proposals;

    /// <summary>False when the object's contexts do not fit into the association any more; nothing is planned then.</summary>
    internal bool TryAdd(IOutgoingObject instance)
    {
        var (sopClass, syntax) = (instance.SopClassUid, instance.TransferSyntax);
        var asItLies = !_planned.Contains((sopClass, syntax.Uid));
        var native = syntax is { IsStandard: true, IsEncapsulated: false } && !_planned.Contains((sopClass, default));
        if (_proposals.Count + (asItLies ? 1 : 0) + (native ? 1 : 0) > AssociatePduReader.MaxContexts) return false;
        if (asItLies) Add(sopClass, syntax.Uid, [syntax]);
        if (native) Add(sopClass, default, [.. ContextProposal.Native.Where(other => other != syntax)]);
        return true;
    }

    private void Add(Uid sopClass, Uid key, IReadOnlyList<TransferSyntax> syntaxes)
    {
        _planned.Add((sopClass, key));
        _proposals.Add(new(sopClass, syntaxes));
    }
}
