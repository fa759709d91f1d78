using System.Buffers.Binary;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Concord.Imaging;
using Concord.Imaging.Presentation;

namespace Dicom.Tests.Imaging.Presentation;

/// <summary>A synthetic image of 12 bits and presentation states for it, whole enough for DCMTK.</summary>
internal static class TestState
{
    public const int Columns = 60;

    public const int Rows = 44;

    public static readonly Uid Image = Uid.Parse("1.2.826.0.1.3680043.10.1.1");

    private static readonly Uid Study = Uid.Parse("1.2.826.0.1.3680043.10.1.2");

    private static readonly Uid Series = Uid.Parse("1.2.826.0.1.3680043.10.1.3");

    public static DataSet NewImage()
    {
        var pixels = new byte[Columns * Rows * 2];
        for (var i = 0; i < Columns * Rows; i++) BinaryPrimitives.WriteUInt16LittleEndian(pixels.AsSpan(2 * i), (ushort)((((i % Columns) * 53) + (i / Columns * 19)) % 4096));
        return Common(new DataSet(), "1.2.840.10008.5.1.4.1.1.7", Image, "OT").SetInt(Tags.SamplesPerPixel, 1).SetString(Tags.PhotometricInterpretation, "MONOCHROME2")
            .SetInt(Tags.Rows, Rows).SetInt(Tags.Columns, Columns).SetInt(Tags.BitsAllocated, 16).SetInt(Tags.BitsStored, 12).SetInt(Tags.HighBit, 11).SetInt(Tags.PixelRepresentation, 0)
            .Set(new DataElement(Tags.PixelData, Vr.OW, pixels));
    }

    /// <summary>All that is shown, at a pixel for a pixel, with a window over everything.</summary>
    public static DataSet New()
    {
        var state = Common(new DataSet(), "1.2.840.10008.5.1.4.1.1.11.1", Uid.Parse("1.2.826.0.1.3680043.10.1.4"), "PR")
            .SetString(Tags.ContentLabel, "TEST").SetString(Tags.ContentDescription, "").SetString(Tags.PresentationCreationDate, "20260101").SetString(Tags.PresentationCreationTime, "120000")
            .SetString(Tags.ContentCreatorName, "").SetInt(Tags.InstanceNumber, 1).SetString(Tags.PresentationLUTShape, "IDENTITY");
        var series = state.NewItem().SetUid(Tags.SeriesInstanceUID, Series);
        state.SetItems(Tags.ReferencedSeriesSequence, series.SetItems(Tags.ReferencedImageSequence, Reference(series)));
        var area = state.NewItem().SetInts(Tags.DisplayedAreaTopLeftHandCorner, [1, 1]).SetInts(Tags.DisplayedAreaBottomRightHandCorner, [Columns, Rows])
            .SetString(Tags.PresentationSizeMode, "SCALE TO FIT").SetStrings(Tags.PresentationPixelAspectRatio, ["1", "1"]);
        state.SetItems(Tags.DisplayedAreaSelectionSequence, area);
        return state.SetWindow(2048, 4096);
    }

    public static DataSet SetWindow(this DataSet state, double center, double width) =>
        state.SetItems(Tags.SoftcopyVOILUTSequence, state.NewItem().SetDouble(Tags.WindowCenter, center).SetDouble(Tags.WindowWidth, width));

    public static DataSet Reference(DataSet parent) =>
        parent.NewItem().SetUid(Tags.ReferencedSOPClassUID, Uid.Parse("1.2.840.10008.5.1.4.1.1.7")).SetUid(Tags.ReferencedSOPInstanceUID, Image);

    /// <summary>A graphic layer with one graphic object.</summary>
    public static DataSet SetGraphic(this DataSet state, string type, string units, bool isFilled, params float[] points)
    {
        var data = new byte[points.Length * 4];
        for (var i = 0; i < points.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(4 * i), points[i]);
        var annotation = state.NewItem().SetString(Tags.GraphicLayer, "ONE");
        var graphic = annotation.NewItem().SetString(Tags.GraphicAnnotationUnits, units).SetInt(Tags.GraphicDimensions, 2)
            .Set(new DataElement(Tags.GraphicData, Vr.FL, data)).SetString(Tags.GraphicType, type).SetString(Tags.GraphicFilled, isFilled ? "Y" : "N");
        if (points.Length / 2 <= ushort.MaxValue) graphic.SetInt(Tags.NumberOfGraphicPoints, points.Length / 2);
        var layer = state.NewItem().SetString(Tags.GraphicLayer, "ONE").SetInt(Tags.GraphicLayerOrder, 1);
        return state.SetItems(Tags.GraphicAnnotationSequence, annotation.SetItems(Tags.GraphicObjectSequence, graphic)).SetItems(Tags.GraphicLayerSequence, layer);
    }

    /// <summary>A plane of graphics in group 6000.</summary>
    public static DataSet SetOverlay(this DataSet dataSet, int columns, int rows, int originColumn, int originRow, params (int X, int Y)[] dots)
    {
        var bits = new byte[((columns * rows) + 15) / 16 * 2];
        foreach (var (x, y) in dots) bits[((y * columns) + x) >> 3] |= (byte)(1 << (((y * columns) + x) & 7));
        return dataSet.SetInt(new(0x6000, 0x0010), rows, Vr.US).SetInt(new(0x6000, 0x0011), columns, Vr.US).SetString(new(0x6000, 0x0040), "G", Vr.CS)
            .SetInts(new(0x6000, 0x0050), [originRow, originColumn], Vr.SS).SetInt(new(0x6000, 0x0100), 1, Vr.US).SetInt(new(0x6000, 0x0102), 0, Vr.US)
            .Set(new DataElement(new(0x6000, 0x3000), Vr.OW, bits));
    }

    /// <summary>The picture's columns, rows and bytes; gray or red, green, blue.</summary>
    public static (int Columns, int Rows, int Samples, byte[] Pixels) Draw(DataSet state, DataSet image, int side = 0)
    {
        Assert.True(ImagePixels.TryParse(image, Tags.PixelData, out var parsed, out _));
        var frame = new DecodedFrame(parsed!, PooledBytes.Of(image[Tags.PixelData].Value.ToArray()));
        using var picture = PresentationRenderer.Render(new(state), image, parsed!, Image, 0, frame, side == 0 ? null : new(side, side));
        return (picture.Columns, picture.Rows, picture.Samples, picture.Span.ToArray());
    }

    public static void Save(DataSet dataSet, string path) => File.WriteAllBytes(path, Part10.ToArray(dataSet, TransferSyntax.ExplicitVrLittleEndian));

    private static DataSet Common(DataSet dataSet, string sopClass, Uid instance, string modality) =>
        dataSet.SetUid(Tags.SOPClassUID, Uid.Parse(sopClass)).SetUid(Tags.SOPInstanceUID, instance).SetString(Tags.StudyDate, "20260101").SetString(Tags.StudyTime, "120000")
            .SetString(Tags.AccessionNumber, "").SetString(Tags.Modality, modality).SetString(Tags.ReferringPhysicianName, "").SetString(Tags.PatientName, "Test^One").SetString(Tags.PatientID, "T1")
            .SetString(Tags.PatientBirthDate, "").SetString(Tags.PatientSex, "O").SetString(Tags.Manufacturer, "Test").SetString(Tags.ConversionType, "WSD")
            .SetUid(Tags.StudyInstanceUID, Study).SetUid(Tags.SeriesInstanceUID, modality == "PR" ? Uid.Parse("1.2.826.0.1.3680043.10.1.5") : Series)
            .SetString(Tags.StudyID, "1").SetInt(Tags.SeriesNumber, 1).SetInt(Tags.InstanceNumber, 1);
}
