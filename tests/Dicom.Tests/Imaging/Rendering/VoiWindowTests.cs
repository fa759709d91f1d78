using Concord.Imaging.Rendering;

namespace Dicom.Tests.Imaging.Rendering;

/// <summary>PS3.3 §C.11.2.1.2 and §C.11.2.1.3: the standard's own examples, written down from its text.</summary>
public sealed class VoiWindowTests
{
    [Theory]
    [InlineData(2048, 4096, 0, 0)]
    [InlineData(2048, 4096, 4095, 1)]
    [InlineData(2048, 4096, 4096, 1)]
    [InlineData(2048, 4096, 2047.5, 0.5)]
    [InlineData(2048, 4096, 1, 1 / 4095.0)]
    [InlineData(2048, 1, 2047.5, 0)]
    [InlineData(2048, 1, 2048, 1)]
    [InlineData(0, 100, -50, 0)]
    [InlineData(0, 100, 49, 1)]
    [InlineData(0, 100, 0, 50 / 99.0)]
    [InlineData(0, 1, -0.5, 0)]
    [InlineData(0, 1, 0, 1)]
    public void Linear_windows_are_those_of_the_examples(double center, double width, double value, double expected) =>
        Assert.Equal(expected, new VoiWindow(center, width, VoiFunction.Linear).Map(value), 12);

    [Theory]
    [InlineData(2048, 4096, 0, 0)]
    [InlineData(2048, 4096, 4096, 1)]
    [InlineData(2048, 4096, 2048, 0.5)]
    [InlineData(0, 0.5, 0.125, 0.75)]
    [InlineData(0, 100, -50, 0)]
    [InlineData(0, 100, 50.5, 1)]
    public void Exact_windows_span_just_their_width(double center, double width, double value, double expected) =>
        Assert.Equal(expected, new VoiWindow(center, width, VoiFunction.LinearExact).Map(value), 12);

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(50, 0.8807970779778823)] // 1 / (1 + e^-2)
    [InlineData(-50, 0.11920292202211755)]
    [InlineData(1e9, 1)]
    [InlineData(-1e9, 0)]
    public void Sigmoids_bend(double value, double expected) => Assert.Equal(expected, new VoiWindow(0, 100, VoiFunction.Sigmoid).Map(value), 12);

    [Theory]
    [InlineData(0.9, VoiFunction.Linear, false)]
    [InlineData(1, VoiFunction.Linear, true)]
    [InlineData(0.9, VoiFunction.LinearExact, true)]
    [InlineData(0, VoiFunction.Sigmoid, false)]
    [InlineData(double.NaN, VoiFunction.Linear, false)]
    [InlineData(double.PositiveInfinity, VoiFunction.Sigmoid, false)]
    public void Widths_have_the_bounds_of_their_function(double width, VoiFunction function, bool isValid) => Assert.Equal(isValid, new VoiWindow(0, width, function).IsValid);
}
