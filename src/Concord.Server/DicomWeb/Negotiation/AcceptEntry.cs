namespace Concord.Server.DicomWeb.Negotiation;

/// <summary>One media range that a client accepts (RFC 9110 §12.5.1, PS3.18 §8.7.5).</summary>
/// <param name="MediaType">Lower case: <c>multipart/related</c>, <c>application/dicom</c>, <c>*/*</c> ….</param>
/// <param name="Type">The type parameter of multipart/related, lower case; "" when absent.</param>
/// <param name="TransferSyntax">The transfer-syntax parameter: a UID, <c>*</c>, or "" when absent.</param>
/// <param name="Quality">0 to 1.</param>
internal sealed record AcceptEntry(string MediaType, string Type, string TransferSyntax, double Quality)
{
    public bool IsMultipart => MediaType == "multipart/related";

    public bool IsAny => MediaType == "*/*";

    /// <summary>No transfer syntax is asked for, or any: what lies there may be sent as it lies.</summary>
    public bool TakesAnySyntax => TransferSyntax is "" or "*";

    /// <summary>The media type of one part, or of the whole when it is not multipart.</summary>
    public string Content => IsMultipart ? Type : MediaType;
}
