using Concord.Vault.Changes;

namespace Concord.Vault.Index;

/// <summary>What corrections do to the rows; in any order, and again.</summary>
internal sealed class CorrectionApplier(SqlSession session, IndexRows rows)
{
    public List<Change> Apply(IndexEvent.Corrected said)
    {
        var changes = new List<Change>();
        foreach (var (study, before) in said.Studies)
        {
            if (!CorrectionRows.Add(session, said, study, before)) continue;
            rows.Corrected(study);
            changes.Add(new(0, said.At, "corrected", study, said.Series ?? default, default, said.Who, said.Why));
        }
        return changes;
    }

    public List<Change> Apply(IndexEvent.CorrectionUndone said)
    {
        var changes = new List<Change>();
        if (!CorrectionRows.Add(session, said)) return changes;
        foreach (var study in said.Studies)
        {
            rows.Corrected(study);
            changes.Add(new(0, said.At, "correction-undone", study, default, default, said.Who, said.Why));
        }
        return changes;
    }
}
