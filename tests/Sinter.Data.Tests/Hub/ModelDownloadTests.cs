using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sinter.Data.Hub;
using Response = Sinter.Data.Tests.Hub.TinyServer.Response;

namespace Sinter.Data.Tests.Hub;

public sealed class ModelDownloadTests : IDisposable
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";
    private const string Raw = "/owner/name/resolve/" + Commit + "/";

    private readonly TemporaryFolder _folder = new();
    private readonly TinyServer _hub;
    private readonly TinyServer _store;
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<TinyServer.Request, Response>> _answers = new(StringComparer.Ordinal);
    private string? _checksum;

    public ModelDownloadTests()
    {
        _hub = new TinyServer(Answer);
        _store = new TinyServer(request => Ranged(request, _files[Uri.UnescapeDataString(request.Path[1..])]));
        foreach (var name in (string[])["config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json", "README.md", "tf_model.h5", "flax_model.msgpack", "onnx/model.onnx", ".gitattributes", "training_args.bin"])
        {
            _files[name] = Encoding.UTF8.GetBytes("content of " + name);
        }
    }

    private string Cache => Path.Combine(_folder.Path, "cache");

    private ModelDownload Download => new(Settings, null);

    private HubSettings Settings => new() { Endpoint = _hub.Address, CacheFolder = Cache, Download = new DownloadOptions { FirstWait = TimeSpan.FromMilliseconds(1), Retries = 2, Token = new AccessToken("hf_secret") } };

    private IEnumerable<string> Asked => _hub.Requests.Select(request => request.Path).Where(path => path.StartsWith(Raw, StringComparison.Ordinal)).Select(path => path[Raw.Length..]);

    public void Dispose()
    {
        _hub.Dispose();
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_model_comes_with_its_tokenizer_and_its_weights_once()
    {
        _files["model.safetensors"] = Weights(200_000);
        _files["pytorch_model.bin"] = Weights(200_001);
        var told = new List<ModelDownloadProgress>();
        var path = Download.Get("hf://owner/name", told.Add);

        path.ShouldBe(Path.Combine(Cache, "hub", "models", "owner", "name", Commit));
        Directory.GetFiles(path).Select(Path.GetFileName).ShouldBe(["config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json", "README.md", "model.safetensors"], ignoreOrder: true);
        File.ReadAllBytes(Path.Combine(path, "model.safetensors")).ShouldBe(_files["model.safetensors"]);
        var total = Directory.GetFiles(path).Sum(file => new FileInfo(file).Length);
        told.ShouldAllBe(one => one.Total == total && one.Done <= total);
        told.Select(one => one.Done).ShouldBeInOrder();
        told[^1].Done.ShouldBe(total);
    }

    [Fact]
    public void What_is_there_is_not_asked_for_again()
    {
        _files["model.safetensors"] = Weights(100);
        Download.Get("hf://owner/name");
        var asked = Asked.Count();
        Download.Get("hf://owner/name@" + Commit);
        Asked.Count().ShouldBe(asked);
    }

    [Fact]
    public void A_token_goes_to_the_hub_and_not_to_its_store()
    {
        _files["model.safetensors"] = Weights(100);
        Download.Get("hf://owner/name");
        _hub.Requests.ShouldAllBe(request => request.Header("Authorization") == "Bearer hf_secret");
        _store.Requests.ShouldHaveSingleItem().Header("Authorization").ShouldBeNull();
    }

    [Fact]
    public void The_files_that_an_index_names_come_and_no_others()
    {
        _files["model-00001-of-00002.safetensors"] = Weights(10);
        _files["model-00002-of-00002.safetensors"] = Weights(20);
        _files["consolidated.safetensors"] = Weights(30);
        _files["model.safetensors.index.json"] = """{"metadata": {}, "weight_map": {"a": "model-00002-of-00002.safetensors", "b": "model-00001-of-00002.safetensors", "c": "model-00002-of-00002.safetensors"}}"""u8.ToArray();
        Directory.GetFiles(Download.Get("hf://owner/name"), "*safetensors*").Select(Path.GetFileName)
            .ShouldBe(["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors", "model.safetensors.index.json"], ignoreOrder: true);
    }

    [Fact]
    public void Files_of_torch_save_come_only_where_there_are_no_safetensors()
    {
        _files["pytorch_model-00001-of-00001.bin"] = Weights(10);
        _files["pytorch_model.bin.index.json"] = """{"weight_map": {"a": "pytorch_model-00001-of-00001.bin"}}"""u8.ToArray();
        Directory.GetFiles(Download.Get("hf://owner/name"), "*.bin").Select(Path.GetFileName).ShouldBe(["pytorch_model-00001-of-00001.bin"]);
    }

    [Fact]
    public void One_file_and_a_model_in_a_folder_are_named_behind()
    {
        _files["small/config.json"] = "{}"u8.ToArray();
        _files["small/model.safetensors"] = Weights(10);
        _files["q 8.gguf"] = Weights(11);
        File.ReadAllBytes(Download.Get("hf://owner/name/q 8.gguf")).ShouldBe(_files["q 8.gguf"]);
        Directory.GetFiles(Download.Get("hf://owner/name/small/")).Select(Path.GetFileName).ShouldBe(["config.json", "model.safetensors"], ignoreOrder: true);
        Should.Throw<FileNotFoundException>(() => Download.Get("hf://owner/name/none.gguf")).Message.ShouldStartWith("'hf://owner/name/none.gguf' does not exist: the repository holds ");
    }

    [Fact]
    public void A_cut_connection_goes_on_where_it_was_also_in_another_run()
    {
        _files["model.safetensors"] = Weights(300_000);
        _answers[Raw + "model.safetensors"] = request => Ranged(request, _files["model.safetensors"]) with { CutAfter = 60_000 };
        Should.Throw<IOException>(() => Download.Get("hf://owner/name")).Message.ShouldContain("goes on where it was");
        var part = new FileInfo(Path.Combine(Cache, "hub", "models", "owner", "name", Commit, "model.safetensors.partial")).Length;
        part.ShouldBeGreaterThan(100_000);

        _answers.Clear();
        var path = Download.Get("hf://owner/name");
        File.ReadAllBytes(Path.Combine(path, "model.safetensors")).ShouldBe(_files["model.safetensors"]);
        _store.Requests.ShouldHaveSingleItem().Header("Range").ShouldBe($"bytes={part}-");
        Directory.GetFiles(path, "*.partial*").ShouldBeEmpty();
    }

    [Fact]
    public void A_wrong_checksum_or_size_leaves_no_file()
    {
        _files["model.safetensors"] = Weights(1000);
        _checksum = new string('a', 64);
        Should.Throw<InvalidDataException>(() => Download.Get("hf://owner/name")).Message.ShouldContain("its SHA-256 is");
        var path = Path.Combine(Cache, "hub", "models", "owner", "name", Commit);
        File.Exists(Path.Combine(path, "model.safetensors")).ShouldBeFalse();

        _checksum = null;
        _answers[Raw + "tokenizer.json"] = _ => new Response(200, "short"u8.ToArray());
        File.Delete(Path.Combine(path, "tokenizer.json"));
        Should.Throw<InvalidDataException>(() => Download.Get("hf://owner/name")).Message.ShouldContain("it has 5 bytes, expected 25");
        _answers[Raw + "tokenizer.json"] = _ => new Response(200, new byte[1000]);
        Should.Throw<InvalidDataException>(() => Download.Get("hf://owner/name")).Message.ShouldContain("is larger than the 25 bytes that its listing says");
        File.Exists(Path.Combine(path, "tokenizer.json")).ShouldBeFalse();
    }

    [Theory]
    [InlineData(401, "check HF_TOKEN")]
    [InlineData(403, "accept its terms on its page with the account of the token")]
    [InlineData(404, "does not exist (404); check the name, the revision and the path.")]
    [InlineData(429, "the server refuses further requests for now (429)")]
    public void What_the_hub_refuses_is_said_plainly(int status, string sentence)
    {
        _files["model.safetensors"] = Weights(10);
        foreach (var path in (string[])["/api/models/owner/name/revision/main", Raw + "model.safetensors"])
        {
            _answers.Clear();
            _answers[path] = _ => new Response(status, []);
            var fault = Should.Throw<HttpRequestException>(() => Download.Get("hf://owner/name"));
            fault.Message.ShouldContain(sentence);
            fault.ToString().ShouldNotContain("hf_secret");
        }
    }

    [Theory]
    [InlineData(401, "set HF_TOKEN to one that may read it")]
    [InlineData(403, "accept its terms on its page, then set HF_TOKEN to a token of that account")]
    public void Without_a_token_it_says_how_to_give_one(int status, string sentence)
    {
        _answers["/api/models/owner/name/revision/main"] = _ => new Response(status, []);
        var download = new ModelDownload(Settings with { Download = new DownloadOptions() }, null);
        Should.Throw<HttpRequestException>(() => download.Get("hf://owner/name")).Message.ShouldContain(sentence);
    }

    [Fact]
    public void What_passes_is_tried_again()
    {
        _files["model.safetensors"] = Weights(10);
        var asked = 0;
        _answers[Raw + "config.json"] = _ => asked++ == 0 ? new Response(429, [], ("Retry-After", "0")) : new Response(200, _files["config.json"]);
        File.Exists(Path.Combine(Download.Get("hf://owner/name"), "config.json")).ShouldBeTrue();
        asked.ShouldBe(2);
    }

    [Theory]
    [InlineData("../../evil.json")]
    [InlineData("/etc/evil.json")]
    [InlineData("a/../../evil.json")]
    [InlineData("c:\\\\evil.json")]
    public void Names_that_lead_out_of_the_folder_are_refused(string name)
    {
        _answers["/api/models/owner/name/tree/" + Commit + "?recursive=true"] = _ => Response.Json($$"""[{"type":"file","path":"{{name}}","size":5}]""");
        Should.Throw<InvalidDataException>(() => Download.Get("hf://owner/name"));
        Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"weight_map": {"a": "../../evil.safetensors"}}""", "names the file '../../evil.safetensors', which is not beside it")]
    [InlineData("""{"weight_map": {}}""", "names 0 files of weights")]
    [InlineData("""{"weight_map": {"a": 1}}""", "is not the index of weights that its name says")]
    [InlineData("{}", "is not the index of weights that its name says")]
    [InlineData("[", "is not the index of weights that its name says")]
    public void An_index_that_is_none_is_refused(string index, string sentence)
    {
        _files["model.safetensors.index.json"] = Encoding.UTF8.GetBytes(index);
        Should.Throw<InvalidDataException>(() => Download.Get("hf://owner/name")).Message.ShouldContain(sentence);
    }

    [Fact]
    public void A_repository_without_weights_that_are_read_lists_what_it_has()
    {
        Should.Throw<InvalidDataException>(() => Download.Get("hf://owner/name")).Message.ShouldBe(
            "'hf://owner/name' is no model that can be read whole: expected config.json and model.safetensors or pytorch_model.bin (or their index), found flax_model.msgpack, tf_model.h5, training_args.bin; " +
            "one file is got by its name behind, such as hf://owner/name/FILE.");
        _files["model.safetensors"] = Weights(1);
        _files.Remove("config.json");
        Should.Throw<InvalidDataException>(() => Download.Get("hf://owner/name")).Message.ShouldContain("found no config.json");
        Should.Throw<ArgumentException>(() => Download.Get("hf://datasets/owner/name")).Message.ShouldContain("is a data set");
    }

    [Fact]
    public void A_model_that_is_too_large_is_refused_before_it_is_asked_for()
    {
        _files["model.safetensors"] = Weights(10_000);
        Should.Throw<InvalidDataException>(() => new ModelDownload(Settings, null) { MaximumBytes = 5000 }.Get("hf://owner/name")).Message.ShouldContain("and at most 5000 are wanted");
        _answers["/api/models/owner/name/tree/" + Commit + "?recursive=true"] = _ => Response.Json("""[{"type":"file","path":"config.json","size":5},{"type":"file","path":"model.safetensors","size":3000000000000}]""");
        Should.Throw<IOException>(() => Download.Get("hf://owner/name")).Message.ShouldContain("make room, or set SINTER_CACHE to another folder.");
        Asked.ShouldBeEmpty();
    }

    [Fact]
    public void What_lies_in_the_assets_folder_is_not_asked_of_the_network()
    {
        var first = Path.GetDirectoryName(_folder.File("assets/owner/name/config.json", "{}"))!;
        var second = Path.GetDirectoryName(_folder.File("assets/models/owner/other/x.gguf", "x"))!;
        var download = new ModelDownload(Settings, Path.Combine(_folder.Path, "assets"));
        download.Get("hf://owner/name@v2").ShouldBe(first);
        download.Get("hf://owner/other").ShouldBe(second);
        download.Get("hf://owner/other/x.gguf").ShouldBe(Path.Combine(second, "x.gguf"));
        _hub.Requests.ShouldBeEmpty();
    }

    [Fact]
    public void A_cancelled_download_ends_and_keeps_what_has_come()
    {
        _files["model.safetensors"] = Weights(2_000_000);
        using var source = new CancellationTokenSource();
        Should.Throw<OperationCanceledException>(() => Download.Get("hf://owner/name", told =>
        {
            if (told is { File: "model.safetensors", Done: > 500_000 })
            {
                source.Cancel();
            }
        }, source.Token));
        new FileInfo(Path.Combine(Cache, "hub", "models", "owner", "name", Commit, "model.safetensors.partial")).Length.ShouldBeGreaterThan(400_000);
    }

    private static byte[] Weights(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static Response Ranged(TinyServer.Request request, byte[] content)
    {
        var version = $"\"{Convert.ToHexStringLower(SHA256.HashData(content))}\"";
        if (request.Header("Range") is { } range && request.Header("If-Range") == version)
        {
            var start = int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture);
            return new Response(206, content[start..], ("ETag", version), ("Content-Range", $"bytes {start}-{content.Length - 1}/{content.Length}"));
        }

        return new Response(200, content, ("ETag", version));
    }

    private Response Answer(TinyServer.Request request)
    {
        if (_answers.TryGetValue(request.Path, out var answer))
        {
            return answer(request);
        }

        if (request.Path == "/api/models/owner/name/revision/main")
        {
            return Response.Json($$"""{"sha":"{{Commit}}"}""");
        }

        if (request.Path == "/api/models/owner/name/tree/" + Commit + "?recursive=true")
        {
            return Response.Json(JsonSerializer.Serialize(_files.Select(pair => new Dictionary<string, object>
            {
                ["type"] = "file",
                ["path"] = pair.Key,
                ["size"] = pair.Value.Length,
                [IsLarge(pair.Key) ? "lfs" : "none"] = new Dictionary<string, object> { ["oid"] = _checksum ?? Convert.ToHexStringLower(SHA256.HashData(pair.Value)) },
            })));
        }

        var name = request.Path.StartsWith(Raw, StringComparison.Ordinal) ? Uri.UnescapeDataString(request.Path[Raw.Length..]) : "";
        return !_files.TryGetValue(name, out var content) ? new Response(404, [])
            : IsLarge(name) ? new Response(302, [], ("Location", new Uri(_store.Address, Uri.EscapeDataString(name)).ToString()), ("X-Linked-ETag", $"\"{_checksum ?? Convert.ToHexStringLower(SHA256.HashData(content))}\""))
            : new Response(200, content);
    }

    private static bool IsLarge(string name) => name.EndsWith(".safetensors", StringComparison.Ordinal) || name.EndsWith(".gguf", StringComparison.Ordinal);
}
