using System.IO.Compression;
using System.Text;
using Sinter.Data.Cleaning;
using Sinter.Data.Content;

namespace Sinter.Data.Tests.Content;

public sealed class UrlFilterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("https://example.com/a", "list: example.com")]
    [InlineData("http://www.Shop.EXAMPLE.com:8080/x?y#z", "list: example.com")]
    [InlineData("http://user@deep.shop.example.com", "list: example.com")]
    [InlineData("https://notexample.com/", null)]
    [InlineData("https://example.com.org/", null)]
    [InlineData("https://ads.test./x", "list: ads.test")]
    [InlineData("https://tracker.test", "list: tracker.test")]
    [InlineData("https://host.test/~bob/page.html", "list: host.test/~bob")]
    [InlineData("https://host.test/~bobby", null)]
    [InlineData("https://host.test/", null)]
    [InlineData("https://wild.test/1", "list: wild.test")]
    [InlineData("https://127.0.0.1/", null)]
    [InlineData("no address", null)]
    [InlineData("", null)]
    public void Domains_are_blocked_with_all_below_them_and_addresses_by_their_start(string url, string? entry)
    {
        var list = BlockList.Read([_folder.File("list.txt", "# list\r\nExample.com\r\n0.0.0.0 ads.test # an advertiser\n127.0.0.1\tlocalhost\n127.0.0.1  tracker.test\nhttp://host.test/~bob/\n*.wild.test\n\n")]);

        list.Find(url).ShouldBe(entry);
    }

    [Fact]
    public void Folders_of_categories_are_read_also_compressed()
    {
        _folder.File("lists/adult/domains", "adult.test\nboth.test\n");
        _folder.File("lists/adult/urls", "home.test/~x\n");
        _folder.File("lists/adult/expressions", "(a|b)\n");
        _folder.File("lists/games/readme.txt", "games\n");
        using (var gzip = new GZipStream(File.Create(Path.Combine(_folder.Path, "lists", "games", "domains.gz")), CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes("games.test\nboth.test\n"));
        }

        var list = BlockList.Read([Path.Combine(_folder.Path, "lists")]);

        list.Count.ShouldBe(4);
        list.Find("http://a.adult.test/").ShouldBe("adult: adult.test");
        list.Find("http://home.test/~x/y").ShouldBe("adult: home.test/~x");
        list.Find("http://games.test/").ShouldBe("games: games.test");
        list.Find("http://both.test/").ShouldBe("adult: both.test");
    }

    [Fact]
    public void Large_lists_hold_each_entry()
    {
        var path = _folder.File("many.txt", string.Concat(Enumerable.Range(0, 200_000).Select(static i => $"host{i}.test\n")));

        var list = BlockList.Read([path]);

        list.Count.ShouldBe(200_000);
        Enumerable.Range(0, 200_000).Count(i => list.Find($"https://sub.host{i}.test/p") == $"many: host{i}.test").ShouldBe(200_000);
        Enumerable.Range(0, 20_000).Count(i => list.Find($"https://other{i}.test/p") is not null).ShouldBe(0);
    }

    [Fact]
    public void What_is_no_list_is_named()
    {
        Should.Throw<InvalidDataException>(() => BlockList.Read([_folder.File("none.txt")])).Message.ShouldContain("There is no block list");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "empty"));
        Should.Throw<InvalidDataException>(() => BlockList.Read([Path.Combine(_folder.Path, "empty")])).Message.ShouldContain("holds no block list");
        Should.Throw<InvalidDataException>(() => BlockList.Read([_folder.File("long.txt", new string('a', 100_000))])).Message.ShouldContain("longer than");
    }

    [Fact]
    public void Words_of_an_address_are_weighed_and_named()
    {
        var words = _folder.File("words.txt", "casino\tsoft\npoker\tsoft\nwarez\nall inn\tsoft\n");

        Run("https://a.test/casino/rules", ("words", words)).DroppedBy.ShouldBe(ChainResult.Kept);
        var two = Run("https://a.test/casino-%70oker", ("words", words));
        two.DroppedBy.ShouldBe(2);
        two.Result.Metadata["urlFilter"].ShouldBe("soft word: casino; soft word: poker");
        Run("https://warez.test/", ("words", words)).DroppedBy.ShouldBe(1);
        Run("https://software.test/warezone", ("words", words)).DroppedBy.ShouldBe(ChainResult.Kept);
        Run("https://software.test/warezone", ("wordParts", words)).DroppedBy.ShouldBe(1);
        Run("https://warez.test/", ("words", words), ("action", "tag")).DroppedBy.ShouldBe(ChainResult.Kept);
    }

    [Fact]
    public void Documents_without_an_address_are_kept_and_steps_without_lists_refused()
    {
        var list = _folder.File("list.txt", "a.test\n");
        Run(null, ("lists", list)).DroppedBy.ShouldBe(ChainResult.Kept);
        var blocked = Run("http://a.test/" + new string('/', 100_000), ("lists", list));
        blocked.DroppedBy.ShouldBe(0);
        blocked.Result.Metadata["urlFilter"].ShouldBe("list: a.test");
        Should.Throw<InvalidDataException>(() => Run("http://a.test")).Message.ShouldContain("needs a list");
    }

    private static ChainResult Run(string? url, params (string, string)[] options)
    {
        var settings = new StepSetting("urlFilter", options.ToDictionary(static option => option.Item1, static option => option.Item2));
        var metadata = url is null ? MetadataDictionary.Empty : new MetadataDictionary([new("url", url)]);
        return new ChainRunner(CleaningChain.Create(StepCatalog.BuiltIn, [settings])).Run(new Document { Id = "1", Text = "text", Metadata = metadata });
    }
}
