using System.Text;
using Sinter.Data.Hub;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;
using Response = Sinter.Data.Tests.Hub.TinyServer.Response;

namespace Sinter.Data.Tests.Hub;

public sealed class HubTests : IDisposable
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly TemporaryFolder _folder = new();
    private readonly TinyServer _server;

    public HubTests() => _server = new TinyServer(Answer);

    private InputSettings Settings => new()
    {
        Folder = _folder.Path,
        AssetsFolder = null,
        Hub = new HubSettings { Endpoint = _server.Address, CacheFolder = Path.Combine(_folder.Path, "cache"), Download = new DownloadOptions { FirstWait = TimeSpan.FromMilliseconds(1), Retries = 1 } },
    };

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Files_of_a_data_set_are_listed_over_pages_and_fetched_once()
    {
        for (var run = 0; run < 2; run++)
        {
            var inputs = InputSet.Resolve(["hf://datasets/owner/name/data/*.jsonl"], Settings);
            inputs.Select(input => input.Name).ShouldBe(["hf://datasets/owner/name/data/a.jsonl", "hf://datasets/owner/name/data/b b.jsonl"]);
            inputs.SelectMany(input => DocumentReader.Read(input, ReadSettings.Default)).SelectMany(block => block.Decode()).Select(one => one.Document!.Text)
                .ShouldBe([$"/datasets/owner/name/resolve/{Commit}/data/a.jsonl", $"/datasets/owner/name/resolve/{Commit}/data/b%20b.jsonl"]);
        }

        _server.Requests.Count(request => request.Path.Contains("resolve")).ShouldBe(2);
    }

    [Fact]
    public void A_path_names_a_file_or_all_below_a_folder()
    {
        InputSet.Resolve(["hf://datasets/owner/name@" + Commit + "/data"], Settings).Count.ShouldBe(2);
        InputSet.Resolve(["hf://datasets/owner/name/README.md"], Settings).ShouldHaveSingleItem();
        InputSet.Resolve(["hf://datasets/owner/name/"], Settings).Count.ShouldBe(3);
        Should.Throw<FileNotFoundException>(() => InputSet.Resolve(["hf://datasets/owner/name/*.parquet"], Settings)).Message.ShouldContain("*.parquet");
    }

    [Fact]
    public void A_missing_model_says_how_a_data_set_is_written() =>
        Should.Throw<HttpRequestException>(() => InputSet.Resolve(["hf://owner/name/a"], Settings)).Message.ShouldContain("hf://datasets/owner/name/");

    [Fact]
    public void A_listing_that_leads_out_of_the_folder_is_refused() =>
        Should.Throw<InvalidDataException>(() => InputSet.Resolve(["hf://datasets/owner/evil/"], Settings));

    [Fact]
    public void A_web_address_is_fetched_once_and_named_without_its_query()
    {
        var name = new Uri(_server.Address, "files/a.jsonl?signature=s").ToString();
        for (var run = 0; run < 2; run++)
        {
            var input = InputSet.Resolve([name], Settings).ShouldHaveSingleItem();
            input.Name.ShouldNotContain("signature");
            DocumentReader.Read(input, ReadSettings.Default).SelectMany(block => block.Decode()).ShouldHaveSingleItem().Document!.Text.ShouldContain("files/a.jsonl");
        }

        _server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public void What_lies_in_the_assets_folder_is_not_asked_of_the_network()
    {
        _folder.File("assets/owner/name/data/x.jsonl", "{}");
        _folder.File("assets/models/y.txt", "y");
        _folder.File("assets/example.org/z.txt", "z");
        var settings = Settings with { AssetsFolder = Path.Combine(_folder.Path, "assets") };

        InputSet.Resolve(["hf://datasets/owner/name@v1/**/*.jsonl"], settings).ShouldHaveSingleItem().Name.ShouldBe("hf://datasets/owner/name@v1/data/x.jsonl");
        InputSet.Resolve(["hf://datasets/other/name/models/*.txt"], settings).ShouldHaveSingleItem().Name.ShouldBe("hf://datasets/other/name/models/y.txt");
        InputSet.Resolve(["hf://owner/name/data"], settings).ShouldHaveSingleItem();
        InputSet.Resolve(["https://example.org/z.txt?a=b", "https://example.com/models/y.txt"], settings).Count.ShouldBe(2);
        _server.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("hf://datasets/a/b@v1.0/c/*.gz", RepositoryKind.Dataset, "a/b", "v1.0", "c/*.gz")]
    [InlineData("hf://a/b", RepositoryKind.Model, "a/b", "main", "")]
    [InlineData("hf://models/a/b/c", RepositoryKind.Model, "a/b", "main", "c")]
    [InlineData("hf://datasets/a/b@refs/convert/parquet/x/y", RepositoryKind.Dataset, "a/b", "refs/convert/parquet", "x/y")]
    [InlineData("hf://datasets/a/b@refs%2Fpr%2F1/x", RepositoryKind.Dataset, "a/b", "refs/pr/1", "x")]
    public void An_address_is_taken_apart(string name, RepositoryKind kind, string repository, string revision, string path) =>
        HubAddress.Parse(name).ShouldBe(new HubAddress(kind, repository, revision, path));

    [Theory]
    [InlineData("hf://datasets/a")]
    [InlineData("hf://")]
    [InlineData("hf://../b/c")]
    [InlineData("hf://a/b@/c")]
    [InlineData("hf://a b/c/d")]
    public void What_is_no_address_is_told(string name) => Should.Throw<ArgumentException>(() => HubAddress.Parse(name)).Message.ShouldContain(name);

    private Response Answer(TinyServer.Request request)
    {
        const string Api = "/api/datasets/owner/name/";
        return request.Path switch
        {
            Api + "revision/main" or "/api/datasets/owner/evil/revision/main" => Response.Json($"{{\"id\":\"x\",\"sha\":\"{Commit}\"}}"),
            Api + "tree/" + Commit + "?recursive=true" => Response.Json(
                $$"""[{"type":"directory","path":"data"},{"type":"file","path":"data/b b.jsonl","size":{{Content($"/datasets/owner/name/resolve/{Commit}/data/b%20b.jsonl").Length}}},{"type":"file","path":"README.md","size":1}]""",
                ("Link", $"<{_server.Address}api/datasets/owner/name/tree/{Commit}?recursive=true&cursor=2>; rel=\"next\"")),
            Api + "tree/" + Commit + "?recursive=true&cursor=2" => Response.Json(
                $$"""[{"type":"file","path":"data/a.jsonl","size":{{Content($"/datasets/owner/name/resolve/{Commit}/data/a.jsonl").Length}}},{"type":"file","path":"data/.gitattributes","size":2}]"""),
            "/api/datasets/owner/evil/tree/" + Commit + "?recursive=true" => Response.Json("""[{"type":"file","path":"../../x","size":5}]"""),
            var path when path.Contains("/resolve/") || path.StartsWith("/files/", StringComparison.Ordinal) => new Response(200, Content(path)),
            _ => new Response(404, []),
        };
    }

    private static byte[] Content(string path) => Encoding.UTF8.GetBytes($"{{\"text\":\"{path}\"}}\n");
}
