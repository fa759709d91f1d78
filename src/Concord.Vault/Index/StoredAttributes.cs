using System.Collections.Frozen;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;

namespace Concord.Vault.Index;

/// <summary>The <c>attributes</c> column: a data set in Explicit VR Little Endian and ISO_IR 192.</summary>
internal static class StoredAttributes
{
    public static byte[] Encode(DataSet attributes) => DataSetWriter.ToArray(attributes, TransferSyntax.ExplicitVrLittleEndian);

    public static DataSet Decode(byte[] column) => DataSetReader.Read(column, TransferSyntax.ExplicitVrLittleEndian);

    /// <summary>The part that belongs to a row of a higher level.</summary>
    public static DataSet Only(DataSet attributes, params ReadOnlySpan<FrozenSet<Tag>> levels)
    {
        var part = new DataSet();
        foreach (var element in attributes)
            if (element.Tag == Tags.SpecificCharacterSet || IsIn(element.Tag, levels)) part.Set(element);
        return part;
    }

    private static bool IsIn(Tag tag, ReadOnlySpan<FrozenSet<Tag>> levels)
    {
        foreach (var level in levels)
            if (level.Contains(tag)) return true;
        return false;
    }
}
