using Concord.Dicom.DataElements;
using Concord.Vault.Bundles;
using Concord.Vault.Index;
using Concord.Vault.Lifecycle;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.Corrections;

/// <summary>Sets attributes of studies right, for all who ask from then on; stored bytes stay as they came. Any number of threads; one correction is made at a time.</summary>
/// <remarks>Who may correct is asked before (<c>AccessPolicy</c>).</remarks>
/// <exception cref="IOException">Of every method that corrects: it could not be made durable; nothing is corrected.</exception>
/// <exception cref="TimeoutException">Of every method: the index does not catch up; nothing is corrected.</exception>
public sealed class VaultCorrections
{
    /// <summary>Most corrections in one answer.</summary>
    public const int MaxListed = 1000;

    private readonly VaultIndex _index;
    private readonly BundleStore _store;
    private readonly ILogger _log;

    internal VaultCorrections(VaultIndex index, BundleStore store, ILogger log) => (_index, _store, _log) = (index, store, log);

    /// <summary>What it would change, study by study, in the order in which they are named.</summary>
    /// <returns>As <see cref="Correct"/> would answer, where it would refuse; else null.</returns>
    public async Task<(CorrectionOutcome? Refusal, IReadOnlyList<CorrectionPreview> Studies)> Preview(CorrectionRequest request, CancellationToken cancel)
    {
        if (request.Fault is { } fault) return (new CorrectionOutcome.Refused(fault), []);
        await _index.WaitUntilCaughtUp(cancel);
        var found = await _index.Read(session => request.Studies.Select(study => (Study: study, Preview: CorrectionLook.Preview(session, study, request))).ToList(), cancel);
        var missing = found.Where(one => one.Preview is null).Select(one => one.Study).ToList();
        return missing.Count > 0 ? (new CorrectionOutcome.NotFound(missing), []) : (null, [.. found.Select(one => one.Preview!)]);
    }

    /// <summary>Sets the attributes; durable, and true of every answer that is begun after it, on return.</summary>
    public Task<CorrectionOutcome> Correct(CorrectionRequest request, string who, string why, CancellationToken cancel) => _store.Turn.Run(async () =>
    {
        var (refusal, studies) = await Preview(request, cancel);
        if (refusal is not null) return refusal;
        if (studies.All(one => one.Differing.Count == 0 && CorrectionText.Of(one.Before) == CorrectionText.Of(one.After))) return new CorrectionOutcome.Refused("It would change nothing.");
        var fact = await Record(Fact.CorrectedKind, who, why, new()
        {
            Studies = [.. studies.Select(one => new CorrectedStudy(one.Study.ToString(), CorrectionText.Of(one.Before)))],
            Series = request.Series?.ToString(),
            Set = CorrectionText.Of(request.Attributes),
        });
        return new CorrectionOutcome.Done(fact.Number, studies.Count);
    }, cancel);

    /// <summary>Undoes a correction by its number; corrections that came after it stay.</summary>
    public Task<CorrectionOutcome> Undo(long number, string who, string why, CancellationToken cancel) => _store.Turn.Run<CorrectionOutcome>(async () =>
    {
        await _index.WaitUntilCaughtUp(cancel);
        if (_store.Corrections.StudiesOf(number) is not { } studies) return new CorrectionOutcome.NotFound([]);
        var fact = await Record(Fact.UndoneKind, who, why, new() { Studies = [.. studies.Select(study => new CorrectedStudy(study.ToString()))], Undoes = number });
        return new CorrectionOutcome.Done(fact.Number, studies.Count);
    }, cancel);

    /// <summary>Corrections by number, oldest first; one of several studies stands there for each of them.</summary>
    /// <param name="study">Of this study alone.</param>
    /// <param name="after">Only those of higher numbers.</param>
    public async Task<IReadOnlyList<Correction>> List(Uid? study, long after, int limit, CancellationToken cancel)
    {
        await _index.WaitForReading(cancel);
        return await _index.Read(session => CorrectionLook.List(session, study, after, Math.Clamp(limit, 0, MaxListed)), cancel);
    }

    private async Task<Fact> Record(string kind, string who, string why, CorrectionFact correction)
    {
        var around = _store.Around;
        var at = around.Time.GetUtcNow();
        var fact = await around.Threads.Run(() => _store.Facts.Append(around.Numbers, number => new(number, kind, at, who, why) { Correction = correction }));
        _store.Corrections.Take(fact);
        await around.Index.Enqueue(FactsLog.ToEvent(fact)!, CancellationToken.None);
        _log.Corrected(kind, fact.Number, correction.Studies.Count);
        return fact;
    }
}
