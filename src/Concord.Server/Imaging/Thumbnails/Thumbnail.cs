namespace Concord.Server.Imaging.Thumbnails;

/// <summary>A thumbnail as it is asked for.</summary>
/// <param name="ArrivalNumber">Of the object.</param>
/// <param name="Frame">From 0; null: the one that stands for the object.</param>
/// <param name="Width">At most.</param>
/// <param name="Height">At most.</param>
internal readonly record struct Thumbnail(long ArrivalNumber, int? Frame, int Width, int Height, PictureFormat Format, int Quality);
