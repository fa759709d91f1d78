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

    /// <summary>The syntax in which it came, where that is another: it is proposed, and may be opened byte for byte as it came.</summary>
    TransferSyntax CameIn => TransferSyntax;

    /// <summary>True when the object may be opened in that syntax, which is not its own; whether it can turns out then. The native syntaxes into each other, unless more is done.</summary>
    bool MayBecome(TransferSyntax target) => TransferSyntax is { IsStandard: true, IsEncapsulated: false } && !target.IsEncapsulated;

    /// <summary>Opens the data set's bytes (no File Meta Information) in the syntax in which they lie, or in one that it
    /// <see cref="MayBecome"/>.</summary>
    /// <returns>A readable, unbuffered stream the caller disposes; null when the object cannot be given in that syntax.</returns>
    /// <exception cref="IOException">The object cannot be read; <see cref="UnsendableException"/>: not in that syntax.</exception>
    ValueTask<Stream?> OpenDataSet(TransferSyntax transferSyntax, CancellationToken cancel);
}
