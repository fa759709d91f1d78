namespace Concord.Server.DicomWeb.Search;

/// <summary>How many match: <c>{"count":3}</c>.</summary>
internal sealed record CountAnswer(long Count);
