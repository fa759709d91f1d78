using System.Collections.Concurrent;
using Concord.Dicom.DataElements;
using Concord.Vault.Lifecycle;

namespace Concord.Vault.Corrections;

/// <summary>Which corrections hold, as all facts in their order say. In memory, by study; any number of threads may look, one takes facts.</summary>
internal sealed class CorrectionState
{
    private readonly ConcurrentDictionary<Uid, CorrectionOverlay> _studies = new();
    private readonly ConcurrentDictionary<long, IReadOnlyList<Uid>> _studiesOf = new();

    /// <summary>The corrections of a study; null for none.</summary>
    public CorrectionOverlay? Find(Uid study) => _studies.IsEmpty ? null : _studies.GetValueOrDefault(study);

    /// <summary>The studies that a correction is of, while it holds; null when it does not.</summary>
    public IReadOnlyList<Uid>? StudiesOf(long number) => _studiesOf.GetValueOrDefault(number);

    /// <summary>The next fact, durable before.</summary>
    public void Take(Fact fact)
    {
        switch (fact)
        {
            case { Kind: Fact.CorrectedKind, Correction: { Set: { } text } said }:
                Add(new(fact.Number, fact.At, said.Series is { } series ? Uid.Parse(series) : null, CorrectionText.Read(text)), [.. said.Studies.Select(one => Uid.Parse(one.Study))]);
                break;
            case { Kind: Fact.UndoneKind, Correction: { } undone }:
                Remove(undone.Undoes);
                break;
        }
    }

    private void Add(ActiveCorrection correction, IReadOnlyList<Uid> studies)
    {
        _studiesOf[correction.Number] = studies;
        foreach (var study in studies)
            _studies.AddOrUpdate(study, _ => new([correction]), (_, known) => known.With(correction));
    }

    private void Remove(long number)
    {
        if (!_studiesOf.TryRemove(number, out var studies)) return;
        foreach (var study in studies)
        {
            if (!_studies.TryGetValue(study, out var known)) continue;
            if (known.Without(number) is { IsEmpty: false } rest) _studies[study] = rest;
            else _studies.TryRemove(study, out _);
        }
    }
}
