using System.IO.Compression;
using Microsoft.Playwright;
using Whole.Tests.Harness;

namespace Whole.Tests.Browser;

/// <summary>Files from a person's disk into the archive: a folder, a ZIP file, and what is no image among them.</summary>
[Collection(DemoCollection.Name)]
public sealed class UploadTests(DemoArchive demo)
{
    /// <summary>One that no other test looks for.</summary>
    private const string Name = "Shang^Chuan=上^传";

    [Fact]
    public async Task A_folder_and_a_ZIP_file_are_uploaded_and_every_file_has_its_outcome()
    {
        using var folder = new TempFolder("upload");
        var slices = TestObject.Series(5, one => one with { StudyDate = "20970101", PatientName = Name, PatientId = "UPLOAD-1" });
        var packed = TestObject.Series(3, one => one with { StudyDate = "20970102", PatientName = Name, PatientId = "UPLOAD-2" });
        await Write(folder, slices);
        await Pack(folder["study.zip"], packed);
        var complaints = new List<string>();
        var page = await demo.NewPage(complaints, isStrict: true);
        await page.GotoAsync(demo.Http.ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();

        await page.Locator("[data-upload=folder]").SetInputFilesAsync(folder["disc"]);
        await Says(page, "5 stored");
        await Says(page, "2 left out");
        await page.Locator("[data-upload=files]").SetInputFilesAsync(folder["study.zip"]);
        await Says(page, "8 stored");
        var list = await page.Locator(".upload-list").InnerTextAsync();
        Assert.Contains("Left out: no DICOM object", list, StringComparison.Ordinal);
        Assert.Contains("Left out: a DICOM directory, no image", list, StringComparison.Ordinal);
        Assert.Empty(await Axe.Violations(page));
        await page.Keyboard.PressAsync("Escape");
        await page.Locator($"[data-study='{slices[0].StudyUid}']").WaitForAsync(); // the list shows it by itself
        await page.Locator($"[data-study='{packed[0].StudyUid}']").WaitForAsync();
        Assert.Equal(5, (await demo.Web.Query($"studies/{slices[0].StudyUid}/instances")).Count);
        Assert.Equal(3, (await demo.Web.Query($"studies/{packed[0].StudyUid}/instances")).Count);
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task What_the_archive_refuses_says_why_and_can_be_tried_again()
    {
        using var folder = new TempFolder("refused");
        var image = TestObject.New().Part10();
        await File.WriteAllBytesAsync(folder["cut.dcm"], image[..200]);
        var complaints = new List<string>();
        var page = await demo.NewPage(complaints, isStrict: true);
        await page.GotoAsync(demo.Http.ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();
        await page.Locator("[data-upload=files]").SetInputFilesAsync(folder["cut.dcm"]);
        await Says(page, "1 failed");
        Assert.Contains("the object cannot be understood", await page.Locator(".upload-list").InnerTextAsync(), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "Try the failed again" }).ClickAsync();
        await Says(page, "1 failed");
    }

    /// <summary>As a disc from a patient's hand: images in a folder, a directory, and a program that shows them.</summary>
    private static async Task Write(TempFolder folder, TestObject[] slices)
    {
        var disc = folder.Folder("disc");
        var images = Directory.CreateDirectory(Path.Combine(disc, "IMAGES")).FullName;
        for (var i = 0; i < slices.Length; i++) await File.WriteAllBytesAsync(Path.Combine(images, $"I{i:0000}"), slices[i].Part10());
        await File.WriteAllTextAsync(Path.Combine(disc, "readme.txt"), "Start viewer.exe");
        await File.WriteAllBytesAsync(Path.Combine(disc, "DICOMDIR"), [.. new byte[128], .. "DICM"u8]);
    }

    private static async Task Pack(string path, TestObject[] objects)
    {
        await using var file = File.Create(path);
        using var zip = new ZipArchive(file, ZipArchiveMode.Create);
        foreach (var one in objects)
        {
            await using var entry = zip.CreateEntry($"{one.SeriesUid}/{one.SopUid}.dcm").Open();
            await entry.WriteAsync(one.Part10());
        }
    }

    private static Task Says(IPage page, string what) => page.Locator(".upload-state", new() { HasText = what }).WaitForAsync();
}
