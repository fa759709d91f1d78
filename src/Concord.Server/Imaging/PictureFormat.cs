namespace Concord.Server.Imaging;

/// <summary>The kinds of file a picture is sent as (PS3.18 Table 8.7.4-1).</summary>
internal enum PictureFormat
{
    Jpeg,
    Png,
}
