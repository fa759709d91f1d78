using Concord.Server.DicomWeb;
using Concord.Server.DicomWeb.NonPatient;

namespace Concord.Server.Describing;

/// <summary>The DICOMweb transactions that are served (PS3.18 Table H-1), and Concord's own beside them.</summary>
internal static class DicomWebCatalog
{
    private const string Series = "/studies/{study}/series/{series}", Instance = Series + "/instances/{instance}", Frames = Instance + "/frames/{frames}";
    private const string Workitem = "/workitems/{workitem}", Subscriber = "/subscribers/{subscriber}";

    private static readonly string[] Read = ["GET", "HEAD"], Search = ["GET"], Write = ["POST"], Remove = ["DELETE"];

    private static readonly string[] Model = ["application/dicom+json", "application/json", "multipart/related; type=\"application/dicom+xml\""];
    private static readonly string[] OneModel = ["application/dicom+json", "application/dicom+xml"];
    private static readonly string[] Objects = ["multipart/related; type=\"application/dicom\"", "application/dicom", "application/zip"];
    private static readonly string[] Stored =
    [
        "multipart/related; type=\"application/dicom\"", "application/dicom", "multipart/related; type=\"application/dicom+json\"", "multipart/related; type=\"application/dicom+xml\"",
        "application/dicom+json", "application/dicom+xml",
    ];
    private static readonly string[] Bytes =
        ["application/octet-stream", "image/jpeg", "image/jls", "image/jp2", "image/jphc", "image/jxl", "image/dicom-rle", "video/mpeg", "video/mp4", "video/H265", "multipart/related of them"];
    private static readonly string[] Pictures = ["image/jpeg", "image/png", "multipart/related of them", "image/gif", "video/mp4", "text/html", "text/plain", "application/pdf"];
    private static readonly string[] Thumbnail = ["image/jpeg", "image/png"];

    private static readonly string[] SearchKeys =
        ["{attributeID}", "includefield", "fuzzymatching", "emptyvaluematching", "multiplevaluematching", "limit", "offset", "orderby", "after", "count", "accept"];
    private static readonly string[] RenderKeys = ["annotation", "quality", "viewport", "window", "iccprofile", "preset", "overlays", "accept"];

    public static IReadOnlyList<WebTransaction> All { get; } =
    [
        .. Below(ServiceAddresses.Root,
        [
            new(Write, "/studies", "Store", "10.5", ["accept"], Stored), new(Write, "/studies/{study}", "Store", "10.5", ["accept"], Stored),
            .. new[] { "/studies", "/series", "/instances", "/studies/{study}/series", "/studies/{study}/instances", Series + "/instances" }.Select(path => new WebTransaction(Search, path, "Search", "10.6", SearchKeys, Model)),
            .. new[] { "/studies/count", "/series/count", "/instances/count" }.Select(path => new WebTransaction(Search, path, "Count", "", SearchKeys, ["application/json"])),
            .. new[] { "/studies/{study}", Series, Instance }.Select(path => new WebTransaction(Read, path, "Retrieve Instances", "10.4.1.1.1", ["accept"], Objects)),
            .. new[] { "/studies/{study}", Series, Instance }.Select(path => new WebTransaction(Read, path + "/metadata", "Retrieve Metadata", "10.4.1.1.2", ["accept"], Model)),
            .. new[] { "/studies/{study}", Series, Instance, Frames }.Select(path => new WebTransaction(Read, path + "/rendered", "Retrieve Rendered", "10.4.1.1.3", RenderKeys, Pictures)),
            .. new[] { "/studies/{study}", Series, Instance, Frames }.Select(path => new WebTransaction(Read, path + "/thumbnail", "Retrieve Thumbnail", "10.4.1.1.4", ["viewport", "accept"], Thumbnail)),
            new(Read, Frames, "Retrieve Frames", "10.4.1.1.6", ["accept"], Bytes),
            .. new[] { "/studies/{study}", Series, Instance }.Select(path => new WebTransaction(Read, path + "/bulkdata", "Retrieve Bulkdata", "10.4.1.1.5", ["accept"], ["multipart/related of bytes"])),
            new(Read, Instance + "/bulkdata/{**path}", "Retrieve Bulkdata", "10.4.1.1.5", ["accept"], Bytes),
            .. new[] { "/studies/{study}", Series, Instance }.Select(path => new WebTransaction(Read, path + "/pixeldata", "Retrieve Pixel Data", "10.4.1.1.6", ["accept"], Bytes)),
            new(Search, Series + "/volumes", "Describe Volumes", "", [], ["application/json"]),
            new(Read, Series + "/plane", "Retrieve Plane", "", ["plane", "offset", "slab", "mode", "volume", .. RenderKeys], ["image/jpeg", "image/png"]),
            .. new[] { "/studies/{study}", Series, Instance }.Select(path => new WebTransaction(Remove, path, "Reject", "", [], [])),
            new(Search, "/changefeed", "Change Feed", "", ["after", "limit", "wait"], ["application/json", "text/event-stream"]),
            new(Write, "/extendedquerytags", "Add Extended Query Tags", "", [], ["application/json"]), new(Search, "/extendedquerytags", "List Extended Query Tags", "", [], ["application/json"]),
            new(Search, "/extendedquerytags/{tag}", "Read Extended Query Tag", "", [], ["application/json"]), new(Remove, "/extendedquerytags/{tag}", "Remove Extended Query Tag", "", [], []),
            new(["OPTIONS"], "/", "Retrieve Capabilities", "8.9", ["accept"], ["application/vnd.sun.wadl+xml", "application/json"]),
            new(Write, "/commitment-requests/{transaction}", "Request Storage Commitment", "13.4", ["accept"], ["application/dicom+json", "application/dicom+xml", "multipart/related of them"]),
            new(Search, "/commitment-requests/{transaction}", "Check Storage Commitment", "13.5", ["accept"], ["application/dicom+json", "application/dicom+xml"]),
            new(Write, "/workitems", "Create Workitem", "11.4", ["workitem", "accept"], OneModel), new(Search, "/workitems", "Search Workitems", "11.9", [.. SearchKeys.Except(["orderby", "after"], StringComparer.Ordinal)], Model),
            new(Search, Workitem, "Retrieve Workitem", "11.5", ["accept"], OneModel), new(Write, Workitem, "Update Workitem", "11.6", ["transaction"], OneModel),
            new(["PUT"], Workitem + "/state", "Change Workitem State", "11.7", [], OneModel), new(Write, Workitem + "/cancelrequest", "Request Cancellation", "11.8", [], OneModel),
            new(Write, Workitem + Subscriber, "Subscribe", "11.10", ["deletionlock", "filter"], []), new(Remove, Workitem + Subscriber, "Unsubscribe", "11.11", [], []),
            new(Write, Workitem + Subscriber + "/suspend", "Suspend Global Subscription", "11.12", [], []), new(Search, Subscriber, "Open Notification Connection", "8.10.4", [], ["application/dicom+json over WebSocket"]),
            .. NonPatientKinds.All.Keys.SelectMany(NonPatient),
        ]),
        new(Read, "/wado", "URI Service", "9",
            ["requestType", "studyUID", "seriesUID", "objectUID", "contentType", "transferSyntax", "frameNumber", "imageQuality", "rows", "columns", "region", "windowCenter", "windowWidth", "annotation", "presentationUID", "presentationSeriesUID"],
            ["image/jpeg", "image/png", "application/dicom", "text/html", "text/plain", "application/pdf"]),
    ];

    /// <summary>The transaction of a route; null for what is not DICOMweb, or another way to the same.</summary>
    public static WebTransaction? Find(string method, string path) =>
        All.FirstOrDefault(one => one.Path == path && one.Methods.Contains(method, StringComparer.OrdinalIgnoreCase));

    private static IEnumerable<WebTransaction> Below(string root, IEnumerable<WebTransaction> transactions) => transactions.Select(one => one with { Path = root + one.Path });

    private static WebTransaction[] NonPatient(string kind) =>
    [
        new(Write, $"/{kind}", "Store Non-Patient Instance", "12.5", ["accept"], Stored),
        new(Search, $"/{kind}", "Search Non-Patient Instances", "12.6", SearchKeys, Model),
        new(Read, $"/{kind}/{{uid}}", "Retrieve Non-Patient Instance", "12.4", ["accept"], [.. Objects, .. Model]),
    ];
}
