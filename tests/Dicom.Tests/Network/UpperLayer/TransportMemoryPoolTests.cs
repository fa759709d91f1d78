using Concord.Network.UpperLayer;

namespace Dicom.Tests.Network.UpperLayer;

public sealed class TransportMemoryPoolTests
{
    [Fact]
    public void A_block_is_used_again_and_not_more_are_kept_than_the_bound()
    {
        using var pool = new TransportMemoryPool();
        var first = pool.Rent();
        var memory = first.Memory;
        first.Dispose();
        using (var again = pool.Rent(4096)) Assert.True(memory.Equals(again.Memory));
        var many = Enumerable.Range(0, TransportMemoryPool.MaxKept + 3).Select(_ => pool.Rent()).ToList();
        foreach (var block in many) block.Dispose();
        Assert.Equal(TransportMemoryPool.MaxKept, pool.Kept);
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Rent(TransportMemoryPool.BlockLength + 1));
    }
}
