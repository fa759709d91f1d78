namespace Concord.Cli.Synth.Phantoms;

/// <summary>Repeatable randomness: every value is a hash of a seed and a place, so pixels can be made in any order, on any thread.</summary>
internal readonly struct Noise(ulong seed)
{
    private const float HalfRange = 32767.5f;
    private const float GaussianScale = 1.7320508f / HalfRange; // four uniform variables of variance 1/3 each, brought to variance 1

    /// <summary>A stream of its own for another purpose.</summary>
    public Noise Derive(int purpose) => new(Mix(seed + ((ulong)(uint)purpose * 0x9E3779B97F4A7C15)));

    /// <summary>0 (included) to 1 (excluded).</summary>
    public float Uniform(int x, int y = 0, int z = 0) => (Hash(x, y, z) >> 40) * (1f / (1 << 24));

    /// <summary>Between two bounds.</summary>
    public float Between(float low, float high, int x, int y = 0, int z = 0) => low + ((high - low) * Uniform(x, y, z));

    /// <summary>Mean 0, variance 1, never beyond ±3.47.</summary>
    public float Gaussian(int x, int y, int z = 0)
    {
        var hash = Hash(x, y, z);
        var sum = (float)(ushort)hash + (ushort)(hash >> 16) + (ushort)(hash >> 32) + (ushort)(hash >> 48);
        return (sum - (4 * HalfRange)) * (GaussianScale / 2);
    }

    /// <summary>Value noise, smooth over one unit of length, -1 to 1.</summary>
    public float Smooth(float x, float y, float z)
    {
        float fx = MathF.Floor(x), fy = MathF.Floor(y), fz = MathF.Floor(z);
        int ix = (int)fx, iy = (int)fy, iz = (int)fz;
        float tx = Ease(x - fx), ty = Ease(y - fy), tz = Ease(z - fz);
        var near = Lerp(Lerp(Corner(ix, iy, iz), Corner(ix + 1, iy, iz), tx), Lerp(Corner(ix, iy + 1, iz), Corner(ix + 1, iy + 1, iz), tx), ty);
        var far = Lerp(Lerp(Corner(ix, iy, iz + 1), Corner(ix + 1, iy, iz + 1), tx), Lerp(Corner(ix, iy + 1, iz + 1), Corner(ix + 1, iy + 1, iz + 1), tx), ty);
        return Lerp(near, far, tz);
    }

    /// <summary>Octaves of <see cref="Smooth"/>, each half as large and twice as fine; about -1 to 1.</summary>
    public float Fractal(float x, float y, float z, int octaves)
    {
        float sum = 0, amplitude = 0.5f;
        for (var octave = 0; octave < octaves; octave++)
        {
            sum += amplitude * Smooth(x, y, z);
            (x, y, z, amplitude) = ((x * 2) + 17.3f, (y * 2) + 5.1f, (z * 2) + 9.7f, amplitude / 2);
        }
        return sum;
    }

    private float Corner(int x, int y, int z) => (Uniform(x, y, z) * 2) - 1;

    private static float Ease(float t) => t * t * (3 - (2 * t));

    private static float Lerp(float a, float b, float t) => a + ((b - a) * t);

    private ulong Hash(int x, int y, int z) => Mix(seed ^ Mix((uint)x + ((ulong)(uint)y << 32)) ^ ((ulong)(uint)z * 0xD6E8FEB86659FD93));

    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
