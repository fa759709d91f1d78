using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;

namespace Concord.Network.ServiceClasses;

/// <summary>One object to be sent: from the archive, or a file of the command line's.</summary>
public interface IOutgoingObject
{
    Uid SopClassUid { get; }

    Uid SopInstanceUid { get; }

    /// <summary>The syntax in which the data set lies.</summary>
    TransferSyntax TransferSyntax { get; }

    /// <summary>Opens the data set's bytes (no File Meta Information) in the syntax in which they lie, or in one that it can be
    /// put into without touching pixels (the three native syntaxes and Deflated).</summary>
    /// <returns>A readable, unbuffered stream the caller disposes; null when the object cannot be given in that syntax.</returns>
    /// <exception cref="IOException">The object cannot be read.</exception>
    ValueTask<Stream?> OpenDataSet(TransferSyntax transferSyntax, CancellationToken cancel);
}
