using Concord.Dicom.DataElements;
using Concord.Fuzz.Engine;
using Concord.Fuzz.Mutation;
using Concord.Server.DicomWeb.Negotiation;
using Concord.Server.DicomWeb.Search;
using Concord.Vault.Query;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Concord.Fuzz.Targets;

/// <summary>Query strings of a search, and Accept header fields.</summary>
internal sealed class SearchTarget : FuzzTarget
{
    public override string Name => "search";

    public override int MaxLength => 2048;

    public override IEnumerable<byte[]> Seeds()
    {
        yield return "?PatientName=A*&StudyDate=20260101-&limit=5&offset=1&fuzzymatching=true&includefield=all"u8.ToArray();
        yield return "?00080060=CT,MR&00400275.00400009=X&includefield=00081030,PatientID&StudyInstanceUID=1.2,1.3"u8.ToArray();
        yield return "?a=multipart/related; type=\"application/dicom\"; transfer-syntax=*;q=0.5, */*"u8.ToArray();
    }

    public override IReadOnlyList<Mutator> Mutators { get; } = [.. Enumerable.Repeat(ByteMutators.Tokens(
        "&"u8.ToArray(), "="u8.ToArray(), "."u8.ToArray(), ","u8.ToArray(), "%00"u8.ToArray(), "%ff"u8.ToArray(), "\\"u8.ToArray(), "*"u8.ToArray(), "-"u8.ToArray(), "00400275."u8.ToArray(),
        "includefield="u8.ToArray(), "limit=99999999999"u8.ToArray(), "Rows=1e9"u8.ToArray(), "PixelSpacing=1"u8.ToArray(), "EchoTime=NaN"u8.ToArray(), "FrameIncrementPointer=1"u8.ToArray(), "PixelData=1"u8.ToArray(), "\"; ;q="u8.ToArray()), 4)];

    public override void Run(byte[] input, CoverageMap seen)
    {
        var text = System.Text.Encoding.UTF8.GetString(input);
        seen.NoteSize(AcceptHeader.Parse(text).Count);
        try
        {
            var request = SearchParameters.Parse(QueryLevel.Study, new DataSet(), new QueryCollection(QueryHelpers.ParseQuery(text)));
            seen.NoteSize(request.Keys.Count);
        }
        catch (QueryException wrong)
        {
            seen.Note(wrong.Message);
        }
    }
}
