namespace Whole.Tests.Harness.Wire;

/// <summary>An object that came by C-STORE: the data set bytes of the wire.</summary>
internal sealed record WireObject(string SopClass, string SopUid, string TransferSyntax, byte[] DataSet);
