namespace Concord.Server.Imaging.Cine;

/// <summary>The kinds of file a moving picture is sent as (PS3.18 Tables 8.7.4-1, 8.7.4-2).</summary>
internal enum CineFormat
{
    Gif,
    Mp4,
}
