namespace Concord.Cli.Synth;

/// <summary>Study descriptions in the patient's language.</summary>
internal static class StudyTitles
{
    public static string Of(string family, string bodyPart, bool chinese) => (family, chinese) switch
    {
        ("CT", true) => "胸部CT增强扫描",
        ("CT", false) => "CT Thorax",
        ("MR", true) => "颅脑MR平扫",
        ("MR", false) => "MR Brain",
        ("DX", true) => "胸部正侧位",
        ("DX", false) => "Thorax PA + lateral",
        ("CR", true) => "左手正位",
        ("CR", false) => "Hand PA",
        ("MG", true) => "乳腺钼靶",
        ("MG", false) => "Mammography, 4 views",
        ("XA", true) => "冠状动脉造影",
        ("XA", false) => "Coronary angiography",
        ("US", true) => "心脏超声",
        ("US", false) => "Échocardiographie",
        ("NM", true) => "全身骨显像",
        ("NM", false) => "Whole body bone scan",
        ("PT", true) => "PET/CT显像",
        ("PT", false) => "PET/CT",
        _ => bodyPart,
    };
}
