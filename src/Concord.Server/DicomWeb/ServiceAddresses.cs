namespace Concord.Server.DicomWeb;

/// <summary>Addresses as the client sees us.</summary>
internal static class ServiceAddresses
{
    /// <summary>Where DICOMweb lies below the server's root.</summary>
    public const string Root = "/dicom-web";

    extension(HttpContext context)
    {
        /// <summary>The base of the studies service, as the client wrote it: <c>http://host:8080/dicom-web</c>.</summary>
        public string ServiceAddress() => $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}{Root}";
    }
}
