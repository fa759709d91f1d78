namespace Whole.Tests.Browser;

/// <summary>The classes that look at one demo archive.</summary>
[CollectionDefinition(Name)]
public sealed class DemoCollection : ICollectionFixture<DemoArchive>
{
    public const string Name = "demo archive";
}
