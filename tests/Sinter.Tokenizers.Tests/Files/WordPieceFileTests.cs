using System.Text;
using Sinter.Tests;

namespace Sinter.Tokenizers.Tests.Files;

public sealed class WordPieceFileTests
{
    private const string Vocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nhello\nHello\nhéllo\n日\n日本\n";

    [Theory]
    [InlineData("{}", "Hello", 5)]
    [InlineData("""{"do_lower_case":true}""", "HÉLLO", 5)]
    [InlineData("""{"do_lower_case":false}""", "Hello", 6)]
    [InlineData("""{"do_lower_case":false}""", "héllo", 7)]
    [InlineData("""{"strip_accents":false}""", "HÉLLO", 7)]
    [InlineData("""{"do_lower_case":false,"strip_accents":true}""", "héllo", 5)]
    [InlineData("""{"tokenize_chinese_chars":false}""", "日本", 9)]
    public void Does_what_the_configuration_beside_it_says(string config, string text, int id)
    {
        using var folder = new TemporaryFolder();
        folder.File("tokenizer_config.json", config);
        Tokenizer.Load(folder.File("vocab.txt", Vocabulary)).Encode(text).ShouldBe([id]);
    }

    [Fact]
    public void Is_as_BERT_has_it_without_a_configuration()
    {
        using var folder = new TemporaryFolder();
        folder.File("vocab.txt", "\uFEFF" + Vocabulary.Replace("\n", "\r\n", StringComparison.Ordinal) + "\n\n");
        var tokenizer = Tokenizer.Load(folder.Path);
        tokenizer.Encode("HÉLLO 日本").ShouldBe([5, 8, 1]);
        tokenizer.AddSpecialTokens([5]).ShouldBe([2, 5, 3]);
        tokenizer.VocabularySize.ShouldBe(10);
        tokenizer.Save(folder.File("tokenizer.json"));
        Tokenizer.Load(folder.File("tokenizer.json")).Fingerprint.ShouldBe(tokenizer.Fingerprint);
    }

    [Fact]
    public void Takes_the_names_of_special_tokens_from_the_configuration()
    {
        using var folder = new TemporaryFolder();
        folder.File("tokenizer_config.json", """{"unk_token":{"content":"<unk>"},"cls_token":"<s>","sep_token":"</s>"}""");
        var tokenizer = Tokenizer.Load(folder.File("vocab.txt", "<s>\n</s>\n<unk>\na\n"));
        tokenizer.Encode("a b").ShouldBe([3, 2]);
        tokenizer.AddSpecialTokens([3]).ShouldBe([0, 3, 1]);
    }

    [Fact]
    public void Puts_nothing_round_a_text_where_the_vocabulary_has_nothing_for_it()
    {
        using var folder = new TemporaryFolder();
        Tokenizer.Load(folder.File("vocab.txt", "[UNK]\na\n")).AddSpecialTokens([1]).ShouldBe([1]);
    }

    [Theory]
    [InlineData("a\nb\n", "no token '[UNK]'")]
    [InlineData("", "no token '[UNK]'")]
    [InlineData("[UNK]\n\na\n", "line 2 is empty")]
    [InlineData("[UNK]\na\nb\na\n", "lines 2 and 4 are both 'a'")]
    [InlineData("[UNK]\na\na \n", "lines 2 and 3 are both 'a'")]
    public void Says_which_line_is_wrong(string content, string said)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("vocab.txt", content);
        var message = Should.Throw<InvalidDataException>(() => Tokenizer.Load(file)).Message;
        message.ShouldContain(said);
        message.ShouldContain(file);
        message.ShouldEndWith(".");
    }

    [Fact]
    public void Refuses_endless_lines_and_files()
    {
        using var folder = new TemporaryFolder();
        var line = folder.File("vocab.txt", "[UNK]\n" + new StringBuilder().Append('a', 1_000_000) + "\n");
        Should.Throw<InvalidDataException>(() => Tokenizer.Load(line)).Message.ShouldContain("line 2 has 1000000 characters");
        using (var stream = File.Create(line))
        {
            stream.SetLength(1L << 30); // sparse: no disk is used
        }

        Should.Throw<InvalidDataException>(() => Tokenizer.Load(line)).Message.ShouldContain("at most 64 MiB");
    }

    [Fact]
    public void Says_what_is_wrong_with_the_configuration()
    {
        using var folder = new TemporaryFolder();
        folder.File("tokenizer_config.json", """{"do_lower_case":"no"}""");
        Should.Throw<InvalidDataException>(() => Tokenizer.Load(folder.File("vocab.txt", Vocabulary))).Message.ShouldContain("do_lower_case is \"no\", expected true or false");
    }
}
