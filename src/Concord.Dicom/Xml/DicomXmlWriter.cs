using System.Text;
using System.Xml;
using Concord.Dicom.DataElements;

namespace Concord.Dicom.Xml;

/// <summary>Writes data sets as the Native DICOM Model (PS3.19 §A.1), streamed.</summary>
/// <remarks>Text is Unicode, so Specific Character Set says ISO_IR 192; group lengths are left out. UN of an element that the dictionary knows is
/// what it says. Numbers are the shortest text that reads back to the same bits.</remarks>
public static class DicomXmlWriter
{
    /// <summary>How an <see cref="XmlWriter"/> for the model is to be made: UTF-8, carriage returns kept.</summary>
    public static XmlWriterSettings Settings => new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        NewLineHandling = NewLineHandling.Entitize,
        CheckCharacters = true,
        Async = true,
        CloseOutput = false,
    };

    /// <summary>Writes one data set as one document, from its declaration to its end; the writer is flushed by its owner.</summary>
    /// <param name="xml">Made with <see cref="Settings"/>.</param>
    /// <param name="bulkDataUri">Asked for every binary value (OB OD OF OL OV OW UN) that is not empty, and for encapsulated pixel data: the
    /// URI of a BulkData element, or null to inline. Gets the tag path, <c>7FE00010</c> or <c>54000100/0/54001010</c>.</param>
    /// <param name="isIndented">Each attribute on a line of its own.</param>
    /// <exception cref="InvalidOperationException">The data set is nested too deep: more than 1024 levels. What was written before it is no document then.</exception>
    public static void Write(XmlWriter xml, DataSet dataSet, Func<string, DataElement, string?>? bulkDataUri = null, bool isIndented = false)
    {
        xml.WriteStartDocument();
        xml.WriteStartElement(NativeModel.Root, NativeModel.Namespace);
        xml.WriteAttributeString("xml", "space", null, "preserve");
        var pass = new XmlPass(xml, bulkDataUri, isIndented);
        pass.WriteElements(dataSet, "", level: 0);
        pass.BreakLine(depth: 0);
        xml.WriteEndElement();
        xml.WriteEndDocument();
    }
}
