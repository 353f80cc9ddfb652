using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sinter.Cli.Recipes;

namespace Sinter.Cli.Tests.Recipes;

public sealed class HostileYamlTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a: &x [1]\nb: *x\n", "anchors (&) and aliases (*) are not allowed")]
    [InlineData("name: *nothing\n", "anchors (&) and aliases (*) are not allowed")]
    [InlineData("pretrain: &p\n  steps: 1\nfinetune:\n  <<: *p\n", "anchors (&) and aliases (*) are not allowed")]
    [InlineData("name: !!binary aGk=\n", "tags (!) are not allowed")]
    [InlineData("seed: 1\nseed: 2\n", "line 2: the key 'seed' stands here a second time (first in line 1)")]
    [InlineData("seed: 1\n---\nseed: 2\n", "a second document begins here")]
    [InlineData("? [a, b]\n: c\n", "a key must be a single word")]
    [InlineData("name: \"abc\n", "is not valid YAML")]
    [InlineData("a: b: c\n", "is not valid YAML")]
    [InlineData("seed: 1\n\tname: x\n", "is not valid YAML")]
    [InlineData("]", "is not valid YAML")]
    [InlineData("name: {", "is not valid YAML")]
    public void What_a_recipe_does_not_need_is_refused(string yaml, string expected) =>
        Should.Throw<InvalidDataException>(() => Read(yaml)).Message.ShouldContain(expected);

    [Fact]
    public void A_bomb_of_aliases_is_refused_at_its_first_anchor()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (var i = 1; i < 40; i++)
        {
            bomb.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n");
        }

        Should.Throw<InvalidDataException>(() => Read(bomb.ToString())).Message.ShouldContain("line 1");
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public void Deep_nesting_is_refused_long_before_the_stack_ends(string opening) =>
        Should.Throw<InvalidDataException>(() => Read(string.Concat(Enumerable.Repeat(opening, 100_000)))).Message.ShouldContain("nested more than 8 levels");

    [Fact]
    public void A_file_over_one_megabyte_is_refused() =>
        Should.Throw<InvalidDataException>(() => Read("# " + new string('x', YamlReader.MaximumBytes))).Message.ShouldContain("is over 1 MB");

    [Fact]
    public void A_very_long_key_is_refused_and_not_compared()
    {
        var message = Should.Throw<InvalidDataException>(() => Read(new string('k', 900) + ": 1\n")).Message;

        message.ShouldContain("unknown key");
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_refused()
    {
        var path = _folder.File("bytes.yaml");
        File.WriteAllBytes(path, [0x6E, 0x61, 0x6D, 0x65, 0x3A, 0x20, 0xC3, 0x28]);

        Should.Throw<InvalidDataException>(() => RecipeReader.Read(path)).Message.ShouldContain("is not UTF-8 text");
    }

    [Fact]
    public void No_text_makes_anything_but_a_recipe_or_a_sentence()
    {
        var pieces = Gen.Elements("a", "seed", ": ", "- ", "[", "]", "{", "}", "\n", "  ", "&x ", "*x", "!t ", "\"", "'", "|", "#", "%", "@", "`", "\0", "\u2028", "\ud800", "---", "...", "?", "<<", "1");
        var texts = Gen.ListOf(pieces).Select(string.Concat);

        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            using var reader = new StringReader(text);
            try
            {
                YamlReader.Read(reader, "text");
            }
            catch (InvalidDataException fault)
            {
                fault.Message.ShouldStartWith("text, line ");
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    private void Read(string yaml) => RecipeReader.Read(_folder.File("hostile.yaml", yaml));
}
