using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Xml;
using Concord.Dicom.DataElements;
using Concord.Dicom.Json;
using Concord.Dicom.Xml;

namespace Concord.Server.DicomWeb.Answers;

/// <summary>Streams data sets as an answer: one JSON array, or multipart/related with an XML document a part (PS3.18 §8.7.3.2).</summary>
/// <remarks>The answer's status and header fields are set before the first data set is written. Not safe for more than one caller.</remarks>
internal sealed class ModelWriter : IAsyncDisposable
{
    /// <summary>Bytes of the answer that are gathered before they are sent.</summary>
    private const int FlushBytes = 64 << 10;

    private readonly PipeWriter _output;
    private readonly CancellationToken _cancel;
    private readonly Utf8JsonWriter? _json;
    private readonly MemoryStream _document = new();
    private readonly string _boundary = "";
    private long _sent;
    private long _written;

    /// <param name="context">Gets the content type.</param>
    /// <param name="contentType">What <see cref="Negotiation.ModelNegotiation"/> chose.</param>
    public ModelWriter(HttpContext context, string contentType)
    {
        (_output, _cancel) = (context.Response.BodyWriter, context.RequestAborted);
        if (contentType.EndsWith("json", StringComparison.Ordinal))
        {
            context.Response.ContentType = contentType;
            _json = new(_output);
            _json.WriteStartArray();
            return;
        }
        _boundary = "concord-" + RandomNumberGenerator.GetHexString(32, lowercase: true);
        context.Response.ContentType = $"{contentType}; boundary={_boundary}";
    }

    /// <summary>Writes one; sends what has gathered when it is enough.</summary>
    /// <param name="bulkDataUri">See <see cref="DicomJsonWriter.Write"/>.</param>
    /// <returns>Whether something was sent: the status and header fields are final from then on.</returns>
    public async ValueTask<bool> Write(DataSet dataSet, Func<string, DataElement, string?>? bulkDataUri = null)
    {
        if (_json is null) await WriteXml(dataSet, bulkDataUri);
        else DicomJsonWriter.Write(_json, dataSet, bulkDataUri);
        var total = _json is null ? _written : _json.BytesCommitted + _json.BytesPending;
        if (total - _sent < FlushBytes) return false;
        if (_json is not null) await _json.FlushAsync(_cancel);
        _sent = total;
        return true;
    }

    /// <summary>Sends what has gathered.</summary>
    public async ValueTask Flush() => await _output.FlushAsync(_cancel);

    /// <summary>Ends the answer; without any data set it is a whole answer too.</summary>
    public async ValueTask End()
    {
        _json?.WriteEndArray();
        if (_json is not null) await _json.FlushAsync(_cancel);
        else Put(_written == 0 ? $"--{_boundary}--\r\n" : $"\r\n--{_boundary}--\r\n");
        await _output.FlushAsync(_cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (_json is not null) await _json.DisposeAsync();
        await _document.DisposeAsync();
    }

    private async ValueTask WriteXml(DataSet dataSet, Func<string, DataElement, string?>? bulkDataUri)
    {
        Put($"{(_written == 0 ? "" : "\r\n")}--{_boundary}\r\nContent-Type: application/dicom+xml\r\n\r\n");
        _document.SetLength(0);
        await using (var xml = XmlWriter.Create(_document, DicomXmlWriter.Settings)) DicomXmlWriter.Write(xml, dataSet, bulkDataUri);
        _document.GetBuffer().AsSpan(0, (int)_document.Length).CopyTo(_output.GetSpan((int)_document.Length));
        _output.Advance((int)_document.Length);
        _written += _document.Length;
    }

    private void Put(string text) => _written += Encoding.ASCII.GetBytes(text, _output);
}
