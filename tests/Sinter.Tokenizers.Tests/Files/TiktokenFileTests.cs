using System.Text;
using System.Text.Json;
using Sinter.Tests;
using Sinter.Tokenizers.Files;

namespace Sinter.Tokenizers.Tests.Files;

public sealed class TiktokenFileTests
{
    private const string Folder = "tokenizers/tiktoken/";

    [Theory]
    [InlineData("r50k_base", "tokens_r50k_base.json")]
    [InlineData("cl100k_base", "tokens.json")]
    [InlineData("o200k_base", "tokens_gpt4o.json")]
    public void Encodes_the_fixture_exactly(string name, string expected)
    {
        var tokenizer = Tokenizer.Load(Assets.Path($"{Folder}{name}.tiktoken"));
        var text = File.ReadAllText(Assets.Path("tokenizers/mlnet-testdata/lib.rs.txt"));
        var ids = JsonSerializer.Deserialize<int[]>(File.ReadAllText(Assets.Path("tokenizers/mlnet-testdata/" + expected)));
        tokenizer.Encode(text).ShouldBe(ids);
        tokenizer.Decode(ids).ShouldBe(text);
        tokenizer.Assumption.ShouldBeNull();
    }

    [Fact]
    public void Knows_the_special_tokens_and_honours_them_only_on_demand()
    {
        var tokenizer = Tokenizer.Load(Assets.Path(Folder + "cl100k_base.tiktoken"));
        tokenizer.VocabularySize.ShouldBe(100277);
        tokenizer.EndOfText.ShouldBe(100257);
        tokenizer.TokenId("<|endofprompt|>").ShouldBe(100276);
        tokenizer.Encode("a<|endoftext|>").ShouldBe([64, 27, 91, 8862, 728, 428, 91, 29]);
        tokenizer.Encode("a<|endoftext|>", allowSpecial: true).ShouldBe([64, 100257]);
        Should.Throw<ArgumentOutOfRangeException>(() => tokenizer.Decode([100256])).Message.ShouldContain("holes");
    }

    [Fact]
    public void Merges_by_what_parts_spell_and_not_by_a_list_of_pairs()
    {
        // No trained list would hold both ways to spell abc; here the lower rank of bc wins, and a with bc spells a token.
        using var folder = new TemporaryFolder();
        var tokenizer = Tokenizer.Load(Written(folder, "bc", "ab", "abc", "xabc"));
        Tokens(tokenizer, "zabc").ShouldBe(["z", "abc"]);
        Tokens(tokenizer, "ab").ShouldBe(["ab"]);
        Tokens(tokenizer, "abab").ShouldBe(["ab", "ab"]);
    }

    [Fact]
    public void Of_equal_ranks_the_leftmost_merges_first()
    {
        using var folder = new TemporaryFolder();
        Tokens(Tokenizer.Load(Written(folder, "aa", "aaa")), "aaaaa").ShouldBe(["aa", "aaa"]);
    }

    [Fact]
    public void A_piece_that_is_a_token_becomes_it_though_no_merge_leads_there()
    {
        using var folder = new TemporaryFolder();
        var tokenizer = Tokenizer.Load(Written(folder, "pqr"));
        Tokens(tokenizer, "pqr").ShouldBe(["pqr"]);
        Tokens(tokenizer, "xpqr").ShouldBe(["x", "p", "q", "r"]);
    }

    [Fact]
    public void Says_what_it_takes_for_granted_of_an_unknown_file()
    {
        using var folder = new TemporaryFolder();
        Tokenizer.Load(Written(folder, "ab")).Assumption.ShouldNotBeNull().ShouldContain("cl100k_base");
    }

    [Fact]
    public void Writes_a_file_that_reads_as_the_same()
    {
        using var folder = new TemporaryFolder();
        var path = Written(folder, "bc", "ab", "abc");
        using var written = new MemoryStream();
        TiktokenFile.Write(Tokenizer.Load(path).Definition, written);
        written.ToArray().ShouldBe(File.ReadAllBytes(path));
    }

    [Fact]
    public void Does_not_write_what_is_no_byte_level_BPE() =>
        Should.Throw<NotSupportedException>(static () => TiktokenFile.Write(Tokenizer.Load(Assets.Path("tokenizers/bert-uncased/vocab.txt")).Definition, new MemoryStream()));

    [Theory]
    [InlineData("", "holds no rank")]
    [InlineData("YQ==", "line 257")]
    [InlineData("YQ== 256 1", "line 257")]
    [InlineData("???? 256", "line 257")]
    [InlineData("YQ== 256", "the ranks 97 and 256")]
    [InlineData("YWE= 97", "same id 97")]
    [InlineData("YWE= 258", "without a hole")]
    [InlineData("YWE= 99999999", "line 257")]
    public void Refuses_a_damaged_file_in_one_sentence(string line, string expected)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("some.tiktoken");
        File.WriteAllText(path, line.Length == 0 ? "" : Bytes() + line);
        var message = Should.Throw<InvalidDataException>(() => Tokenizer.Load(path)).Message;
        message.ShouldContain(expected);
        message.ShouldContain(path);
    }

    [Fact]
    public void Refuses_a_file_cut_short_that_has_the_name_of_a_known_encoding()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("o200k_base.tiktoken");
        File.WriteAllText(path, Bytes());
        Should.Throw<InvalidDataException>(() => Tokenizer.Load(path)).Message.ShouldContain("256 ranks");
    }

    private static IEnumerable<string> Tokens(Tokenizer tokenizer, string text) => tokenizer.Encode(text).Select(tokenizer.Token);

    private static string Written(TemporaryFolder folder, params string[] tokens)
    {
        var path = folder.File("some.tiktoken");
        File.WriteAllText(path, Bytes() + string.Concat(tokens.Select(static (token, i) => $"{Convert.ToBase64String(Encoding.UTF8.GetBytes(token))} {256 + i}\n")));
        return path;
    }

    private static string Bytes() => string.Concat(Enumerable.Range(0, 256).Select(static value => $"{Convert.ToBase64String([(byte)value])} {value}\n"));
}
