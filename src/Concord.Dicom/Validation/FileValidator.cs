using Concord.Dicom.Encoding;
using Concord.Dicom.Files;

namespace Concord.Dicom.Validation;

/// <summary>Validates a DICOM file whole: File Meta Information, encoding, data set.</summary>
public static class FileValidator
{
    /// <summary>Findings, those of the File Meta Information first, then those of the encoding, then those of the data set.</summary>
    /// <param name="file">The whole file.</param>
    /// <exception cref="DicomFormatException">This is no DICOM file, or its data set cannot be read; thrown before the first finding.</exception>
    public static IEnumerable<Finding> Validate(ReadOnlyMemory<byte> file, ValidationOptions? options = null)
    {
        options ??= ValidationOptions.Default;
        var (head, dataSet) = Part10.Read(file);
        var encoding = EncodingCheck.Of(file[(int)head.DataSetOffset..], head.TransferSyntax, options.MaxFindings);
        return FileMetaCheck.Of(file, head, dataSet).Concat(encoding).Where(finding => finding.Severity >= options.Least)
            .Concat(DataSetValidator.Validate(dataSet, options)).Take(options.MaxFindings);
    }
}
