namespace Dicom.Tests.Network.Support;

/// <summary>Tests that hold objects of many megabytes run alone: others measure the memory of the process.</summary>
[CollectionDefinition(nameof(LargeObjects), DisableParallelization = true)]
public sealed class LargeObjects;
