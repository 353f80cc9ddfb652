using System.Security.Cryptography;
using Sinter.Data.Hub;
using Response = Sinter.Data.Tests.Hub.TinyServer.Response;

namespace Sinter.Data.Tests.Hub;

public sealed class DownloadTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 31 / 7))];
    private static readonly string Hash = Convert.ToHexStringLower(SHA256.HashData(Content));
    private static readonly DownloadOptions Quick = new() { FirstWait = TimeSpan.FromMilliseconds(1), Retries = 3 };

    private readonly TemporaryFolder _folder = new();

    private string Target => Path.Combine(_folder.Path, "sub", "file.bin");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_comes_whole_and_nothing_is_left_beside_it()
    {
        using var server = new TinyServer(_ => new Response(200, Content, ("ETag", "\"v1\"")));
        long told = 0;
        Download.ToFile(server.Address, Target, Quick with { Progress = (bytes, whole) => told = whole == Content.Length ? bytes : -1 });

        File.ReadAllBytes(Target).ShouldBe(Content);
        told.ShouldBe(Content.Length);
        Directory.GetFiles(Path.GetDirectoryName(Target)!).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_cut_connection_goes_on_where_it_was()
    {
        using var server = new TinyServer(request => Ranged(request, "\"v1\"", cutAfter: 120_000));
        Download.ToFile(server.Address, Target, Quick);

        File.ReadAllBytes(Target).ShouldBe(Content);
        server.Requests.Count.ShouldBe(3);
        server.Requests[1].Header("Range").ShouldStartWith("bytes=");
        server.Requests[1].Header("If-Range").ShouldBe("\"v1\"");
    }

    [Fact]
    public void Another_run_goes_on_as_well_and_a_changed_file_begins_anew()
    {
        using (var server = new TinyServer(request => Ranged(request, "\"v1\"", cutAfter: 100_000)))
        {
            Should.Throw<IOException>(() => Download.ToFile(server.Address, Target, Quick with { Retries = 0 })).Message.ShouldContain("goes on where it was");
        }

        File.Exists(Target).ShouldBeFalse();
        new FileInfo(Target + ".partial").Length.ShouldBeGreaterThan(0);

        using var changed = new TinyServer(request => Ranged(request, "\"v2\"", int.MaxValue));
        Download.ToFile(changed.Address, Target, Quick);
        changed.Requests.ShouldHaveSingleItem().Header("If-Range").ShouldBe("\"v1\"");
        File.ReadAllBytes(Target).ShouldBe(Content);
    }

    [Fact]
    public void A_wrong_checksum_leaves_no_file()
    {
        using var server = new TinyServer(_ => new Response(200, Content, ("X-Linked-ETag", $"\"{new string('a', 64)}\"")));
        Should.Throw<InvalidDataException>(() => Download.ToFile(server.Address, Target, Quick)).Message.ShouldContain(Hash);
        Directory.GetFiles(Path.GetDirectoryName(Target)!).ShouldBeEmpty();

        Should.Throw<InvalidDataException>(() => Download.ToFile(new TinyServer(_ => new Response(200, Content)).Address, Target, Quick with { Sha256 = new string('0', 64) }));
    }

    [Fact]
    public void A_spoilt_part_is_thrown_away_and_the_file_comes_anew()
    {
        _folder.File("sub/file.bin.partial", "spoilt");
        _folder.File("sub/file.bin.partial.etag", "\"v1\"");
        using var server = new TinyServer(request => Ranged(request, "\"v1\"", int.MaxValue));
        Download.ToFile(server.Address, Target, Quick with { Sha256 = Hash });

        File.ReadAllBytes(Target).ShouldBe(Content);
        server.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(401, "HF_TOKEN")]
    [InlineData(403, "refused")]
    [InlineData(404, "does not exist")]
    [InlineData(429, "refuses further requests")]
    [InlineData(500, "has a fault")]
    [InlineData(418, "418")]
    public void What_a_server_refuses_is_said_plainly(int status, string expected)
    {
        using var server = new TinyServer(_ => new Response(status, []));
        var fault = Should.Throw<HttpRequestException>(() => Download.ToFile(new Uri(server.Address, "a?secret=1"), Target, Quick));

        fault.Message.ShouldContain(expected);
        fault.Message.ShouldNotContain("secret");
        server.Requests.Count.ShouldBe(status is 429 or 500 ? 4 : 1);
    }

    [Fact]
    public void What_passes_is_tried_again()
    {
        var asked = 0;
        using var server = new TinyServer(_ => asked++ switch { 0 => new Response(503, []), 1 => new Response(429, [], ("Retry-After", "0")), _ => new Response(200, Content) });
        Download.ToFile(server.Address, Target, Quick);

        File.ReadAllBytes(Target).ShouldBe(Content);
    }

    [Fact]
    public void A_silent_server_is_given_up()
    {
        using var server = new TinyServer(_ =>
        {
            Thread.Sleep(1000);
            return new Response(200, Content);
        });
        Should.Throw<IOException>(() => Download.ToFile(server.Address, Target, Quick with { Silence = TimeSpan.FromMilliseconds(100), Retries = 0 })).Message.ShouldContain("in time");
    }

    [Fact]
    public void The_token_stays_with_its_host()
    {
        using var other = new TinyServer(_ => new Response(200, Content));
        using var server = new TinyServer(request => request.Path == "/a"
            ? new Response(302, [], ("Location", "/b"))
            : new Response(302, [], ("Location", new Uri(other.Address, "c").ToString()), ("X-Linked-ETag", $"\"{Hash}\"")));
        var token = new AccessToken("hf_secret");
        Download.ToFile(new Uri(server.Address, "a"), Target, Quick with { Token = token });

        server.Requests.ShouldAllBe(request => request.Header("Authorization") == "Bearer hf_secret");
        other.Requests.ShouldHaveSingleItem().Header("Authorization").ShouldBeNull();
        (Quick with { Token = token }).ToString().ShouldNotContain("hf_secret");
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("/again")]
    public void A_redirect_to_nowhere_is_not_followed(string location)
    {
        using var server = new TinyServer(_ => new Response(302, [], ("Location", location)));
        Should.Throw<InvalidDataException>(() => Download.ToFile(server.Address, Target, Quick));
    }

    [Fact]
    public void A_file_beyond_the_limit_is_refused()
    {
        using var server = new TinyServer(_ => new Response(200, Content));
        Should.Throw<InvalidDataException>(() => Download.ToFile(server.Address, Target, Quick with { MaximumBytes = 1000 })).Message.ShouldContain("1000");
    }

    private static Response Ranged(TinyServer.Request request, string version, int cutAfter)
    {
        if (request.Header("Range") is { } range && request.Header("If-Range") == version)
        {
            var start = int.Parse(range["bytes=".Length..^1], System.Globalization.CultureInfo.InvariantCulture);
            return new Response(206, Content[start..], ("ETag", version), ("Content-Range", $"bytes {start}-{Content.Length - 1}/{Content.Length}")) { CutAfter = cutAfter };
        }

        return new Response(200, Content, ("ETag", version)) { CutAfter = cutAfter };
    }
}
