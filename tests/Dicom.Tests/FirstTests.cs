namespace Dicom.Tests;

public sealed class FirstTests
{
    [Fact] public void Uid_keeps_what_it_was_given() => Assert.Equal("1.2.840.10008.1.1", Concord.Dicom.Dictionary.Uids.Verification.ToString());
}
