namespace Concord.Server.DicomWeb.Store;

/// <summary>A body that is not the multipart it says it is (RFC 2046 §5.1).</summary>
internal sealed class MultipartException(string message) : Exception(message);
