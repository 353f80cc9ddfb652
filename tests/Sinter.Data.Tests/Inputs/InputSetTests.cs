using Sinter.Data.Inputs;

namespace Sinter.Data.Tests.Inputs;

public sealed class InputSetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public InputSetTests()
    {
        foreach (var name in (string[])["b.jsonl", "a.jsonl", "sub/c.jsonl.gz", "sub/deep/d.txt", ".hidden/e.jsonl", ".f.jsonl", "g.jsonl.partial", "sub/x{y}.txt"])
        {
            _folder.File(name, name);
        }
    }

    private InputSettings Settings => new() { Folder = _folder.Path };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_gives_all_its_files_in_ordinal_order_without_hidden_and_unfinished_ones() =>
        Names(".").ShouldBe(["a.jsonl", "b.jsonl", "sub/c.jsonl.gz", "sub/deep/d.txt", "sub/x{y}.txt"]);

    [Theory]
    [InlineData("*.jsonl", "a.jsonl b.jsonl")]
    [InlineData("**/*.{txt,jsonl.gz}", "sub/c.jsonl.gz sub/deep/d.txt sub/x{y}.txt")]
    [InlineData("**/d.txt", "sub/deep/d.txt")]
    [InlineData("sub/**", "sub/c.jsonl.gz sub/deep/d.txt sub/x{y}.txt")]
    [InlineData("sub/x{y}.txt", "sub/x{y}.txt")]
    [InlineData("?.jsonl", "a.jsonl b.jsonl")]
    [InlineData(".hidden/*.jsonl", ".hidden/e.jsonl")]
    [InlineData("./sub/*.gz", "sub/c.jsonl.gz")]
    public void A_pattern_gives_what_it_matches(string pattern, string expected) => Names(pattern).ShouldBe(expected.Split(' '));

    [Fact]
    public void A_file_that_is_named_twice_is_read_once() => Names("b.jsonl", "*.jsonl", "sub/../a.jsonl").ShouldBe(["b.jsonl", "a.jsonl"]);

    [Fact]
    public void A_file_outside_is_named_without_the_path_of_the_machine()
    {
        using var other = new TemporaryFolder();
        other.File("data/one.txt", "1");

        Names(Path.Combine(other.Path, "data")).ShouldBe(["data/one.txt"]);
        Names(Path.Combine(other.Path, "data", "one.txt")).ShouldBe(["one.txt"]);
    }

    [Fact]
    public void Two_files_of_one_name_keep_apart()
    {
        using var other = new TemporaryFolder();
        var outside = other.File("a.jsonl", "1");

        var names = Names("a.jsonl", outside);
        names.Distinct().Count().ShouldBe(2);
    }

    [Theory]
    [InlineData("missing.jsonl", "'missing.jsonl'")]
    [InlineData("nothing/**/*.gz", "'nothing/**/*.gz'")]
    [InlineData("sub/*.parquet", "'sub/*.parquet'")]
    public void What_is_not_there_is_named(string name, string expected) =>
        Should.Throw<FileNotFoundException>(() => Names(name)).Message.ShouldContain(expected);

    [Fact]
    public void Standard_input_is_a_dash()
    {
        var input = InputSet.Resolve(["-"], Settings with { StandardInput = () => new MemoryStream([1, 2]) }).ShouldHaveSingleItem();

        input.Length.ShouldBeNull();
        using var stream = input.Open();
        stream.ReadByte().ShouldBe(1);
    }

    [Theory]
    [InlineData("a/{b,c{d,e}}/*.txt", "a/cd/x.txt", true)]
    [InlineData("a/{b,c{d,e}}/*.txt", "a/c/x.txt", false)]
    [InlineData("**/a/**/b", "a/b", true)]
    [InlineData("**/a/**/b", "x/a/y/z/b", true)]
    [InlineData("*", "a/b", false)]
    [InlineData("a*b*c", "aXXbXXbc", true)]
    [InlineData("**", ".git/config", false)]
    public void A_pattern_matches_by_folders(string pattern, string path, bool expected) => new GlobPattern(pattern).Matches(path).ShouldBe(expected);

    [Fact]
    public void A_hostile_pattern_ends()
    {
        new GlobPattern(string.Concat(Enumerable.Repeat("*a", 500))).Matches(new string('a', 2000) + "b").ShouldBeFalse();
        new GlobPattern(string.Concat(Enumerable.Repeat("**/a/", 200)) + "b").Matches(string.Concat(Enumerable.Repeat("a/", 400)) + "c").ShouldBeFalse();
        Should.Throw<ArgumentException>(() => new GlobPattern(string.Concat(Enumerable.Repeat("{a,b}", 30))));
        Should.Throw<ArgumentException>(() => new GlobPattern("a{b,c"));
    }

    private List<string> Names(params string[] names) => [.. InputSet.Resolve(names, Settings).Select(input => input.Name)];
}
