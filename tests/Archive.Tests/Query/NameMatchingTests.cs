using Concord.Vault.Index.Names;
using Concord.Vault.Query.Matching;

namespace Archive.Tests.Query;

public sealed class NameMatchingTests
{
    [Theory]
    [InlineData("张^三", "张^三", true)]
    [InlineData("张^三", "张三", true)]
    [InlineData("张三", "张^三", true)]
    [InlineData("张^三", "张*", true)]
    [InlineData("张^三", "*三", true)]
    [InlineData("张^三", "李*", false)]
    [InlineData("张^三", "Zhang^San", true)]
    [InlineData("张^三", "zhangsan", true)]
    [InlineData("张^三", "zhang san", true)]
    [InlineData("张^三", "Zhang*", true)]
    [InlineData("张^三", "zs", false)]
    [InlineData("Zhang^San=张^三", "张三", true)]
    [InlineData("Zhang^San=张^三", "=张^三", true)]
    [InlineData("Zhang^San=张^三", "Zhang^San=张^三", true)]
    [InlineData("Zhang^San=张^三", "Zhang^San=张^四", false)]
    [InlineData("Wang^San=张^三", "Zhang^San", true)]
    [InlineData("欧阳^娜娜", "Ouyang^Nana", true)]
    [InlineData("欧阳娜娜", "ouyang^nana", true)]
    [InlineData("欧阳娜娜", "Ouyang^Na Na", true)]
    [InlineData("欧阳娜娜", "欧阳^*", true)]
    [InlineData("单^雄信", "Shan^Xiongxin", true)]
    [InlineData("单雄信", "shan*", true)]
    [InlineData("曾^国藩", "Zeng^Guofan", true)]
    [InlineData("解^缙", "Xie^Jin", true)]
    [InlineData("仇^英", "Qiu^Ying", true)]
    [InlineData("尉迟^恭", "Yuchi^Gong", true)]
    [InlineData("吕^布", "Lv^Bu", true)]
    [InlineData("吕^布", "Lu^Bu", true)]
    [InlineData("王^长乐", "Wang^Changle", true)]
    [InlineData("張^學友", "zhangxueyou", true)]
    [InlineData("Yamada^Tarou=山田^太郎=やまだ^たろう", "やまだ^*", true)]
    [InlineData("Hong^Gildong=洪^吉洞=홍^길동", "홍^길동", true)]
    [InlineData("Ｚｈａｎｇ^Ｓａｎ", "zhang^san", true)]
    [InlineData("O'Brien^Seán", "O'BRIEN^SEAN", true)]
    [InlineData("Straße^Øyvind", "strasse^oyvind", true)]
    [InlineData("Ng^T.", "ng^t?", true)]
    [InlineData("Smith^John", "smith john", false)]
    public void Plain_matching(string stored, string key, bool expected) => Assert.Equal(expected, NameKey.Parse(key, fuzzy: false)!.Matches(stored));

    [Theory]
    [InlineData("张^三", "zhang san", true)]
    [InlineData("张^三", "san zhang", true)]
    [InlineData("张^三", "zhangsan", true)]
    [InlineData("张^三", "zs", true)]
    [InlineData("张^三", "zh", true)]
    [InlineData("张^三", "三", true)]
    [InlineData("张^三", "zhang si", false)]
    [InlineData("欧阳^娜娜", "oynn", true)]
    [InlineData("欧阳^娜娜", "onn", true)]
    [InlineData("欧阳^娜娜", "nana", true)]
    [InlineData("单^雄信", "sxx", true)]
    [InlineData("Zhang^San", "zhangsan", true)]
    [InlineData("Zhang^San", "zhangs", true)]
    [InlineData("Smith^John^Q", "john smith", true)]
    [InlineData("Smith^John^Q", "smi, jo", true)]
    [InlineData("Smith^John^Q", "mith", false)]
    [InlineData("Smith^John^Q", "*mith", true)]
    [InlineData("Müller-Lüdenscheidt^Jörg", "ludenscheidt", true)]
    public void Fuzzy_matching(string stored, string key, bool expected) => Assert.Equal(expected, NameKey.Parse(key, fuzzy: true)!.Matches(stored));

    [Theory]
    [InlineData("*")]
    [InlineData("")]
    [InlineData("=*=")]
    public void A_key_without_content_matches_everything(string key) => Assert.Null(NameKey.Parse(key, fuzzy: false));

    [Fact]
    public void Every_common_han_character_has_a_reading()
    {
        var missing = Enumerable.Range(0x4E00, 0x9FA5 - 0x4E00 + 1).Count(c => !NameTables.Pinyin.ContainsKey((char)c));
        Assert.InRange(missing, 0, 200);
    }
}
