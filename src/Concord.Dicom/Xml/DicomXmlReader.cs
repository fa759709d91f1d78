using System.Xml;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Dicom.Dictionary;

namespace Concord.Dicom.Xml;

/// <summary>Reads the Native DICOM Model (PS3.19 §A.1) into data sets; text is kept in UTF-8.</summary>
public static class DicomXmlReader
{
    /// <summary>Most characters of a document, unless the caller says otherwise.</summary>
    public const long DefaultMaxCharacters = 1L << 30;

    /// <summary>Reads one document. A DTD is refused, nothing is resolved, memory grows with the input alone.</summary>
    /// <remarks>Specific Character Set becomes ISO_IR 192 where the document has one, or any text that is not ASCII. An attribute without <c>vr</c> gets
    /// the dictionary's.</remarks>
    /// <param name="document">Read to its end; not closed.</param>
    /// <param name="bulkData">Gives the Little Endian value that a BulkData element's URI names; without it such attributes are left out.</param>
    /// <param name="maxCharacters">Most characters that the document may have.</param>
    /// <exception cref="XmlException">No XML, not of the model, nested too deep, or too long.</exception>
    public static DataSet Read(Stream document, Func<string, ReadOnlyMemory<byte>>? bulkData = null, long maxCharacters = DefaultMaxCharacters)
    {
        using var xml = XmlReader.Create(document, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = maxCharacters,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            CloseInput = false,
        });
        var reader = new XmlModel(xml, bulkData);
        var dataSet = reader.ReadDocument();
        if (reader.HasNonAscii && !dataSet.Contains(Tags.SpecificCharacterSet)) Utf8Value.Declare(dataSet);
        return dataSet;
    }
}
