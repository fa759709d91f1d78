using Concord.Imaging.AtRest;

namespace Dicom.Tests.Imaging.AtRest;

/// <summary>Differences of bytes: what is written gives back what it was made of.</summary>
public sealed class ByteDeltaTests
{
    [Fact]
    public void Any_target_comes_back_from_any_reference()
    {
        var random = new Random(1);
        for (var turn = 0; turn < 500; turn++)
        {
            var reference = Bytes(random, random.Next(0, 3000));
            var target = Edited(random, turn % 5 == 0 ? Bytes(random, random.Next(0, 3000)) : reference);
            Assert.Equal(target, Read(Write(reference, target), reference, target.Length));
        }
    }

    [Fact]
    public void What_is_the_same_costs_a_few_bytes()
    {
        var bytes = Bytes(new Random(2), 1_000_000);
        Assert.InRange(Write(bytes, bytes).Length, 1, 8);
        Assert.InRange(Write(bytes, [.. bytes[..500], 1, 2, 3, .. bytes[500..]]).Length, 1, 20);
        Assert.InRange(Write([.. bytes[400..], .. bytes[..400]], bytes).Length, 1, 24);
    }

    [Fact]
    public void A_damaged_delta_is_an_error_that_is_declared()
    {
        var random = new Random(3);
        var reference = Bytes(random, 500);
        var target = Edited(random, reference);
        var delta = Write(reference, target);
        for (var turn = 0; turn < 2000; turn++)
        {
            var damaged = delta.ToArray();
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                Assert.Equal(target.Length, Read(damaged, reference, target.Length).Length);
            }
            catch (Exception error) when (error is FormatException or EndOfStreamException)
            {
                continue;
            }
        }
    }

    [Fact]
    public void Any_residue_makes_the_one_of_the_other()
    {
        var random = new Random(4);
        for (var turn = 0; turn < 500; turn++)
        {
            var from = Bytes(random, random.Next(0, 2000));
            var to = from.ToArray();
            for (var i = random.Next(0, 30); i > 0 && to.Length > 0; i--) to[random.Next(to.Length)] ^= (byte)random.Next(256);
            using var bytes = new MemoryStream();
            using (var output = new BinaryWriter(bytes)) ByteResidue.Write(output, from, to);
            ByteResidue.Apply(bytes.ToArray(), from);
            Assert.Equal(to, from);
        }
    }

    private static byte[] Write(byte[] reference, byte[] target)
    {
        using var bytes = new MemoryStream();
        using (var output = new BinaryWriter(bytes)) ByteDelta.Write(output, reference, target);
        return bytes.ToArray();
    }

    private static byte[] Read(byte[] delta, byte[] reference, int length)
    {
        var target = new byte[length];
        using var input = new BinaryReader(new MemoryStream(delta));
        ByteDelta.Read(input, reference, target);
        return target;
    }

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Edited(Random random, byte[] bytes)
    {
        var edited = bytes.ToList();
        for (var i = random.Next(0, 20); i > 0; i--)
        {
            var at = random.Next(edited.Count + 1);
            if (random.Next(2) == 0) edited.InsertRange(at, Bytes(random, random.Next(0, 40)));
            else edited.RemoveRange(at, Math.Min(random.Next(0, 40), edited.Count - at));
        }
        return [.. edited];
    }
}
