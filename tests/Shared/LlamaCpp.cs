using System.Diagnostics;
using System.Text.Json;

namespace Sinter.Tests;

/// <summary>
/// Asks the real llama.cpp what it makes of a GGUF file, through the packages @node-llama-cpp/linux-x64 and koffi of the folder that <c>SINTER_PEERS</c> names (llama.mjs beside
/// this file); a test that needs it is skipped where they are not there.
/// </summary>
internal static class LlamaCpp
{
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromMinutes(2);

    /// <summary>The logits of each token of a decoder, by position.</summary>
    public static float[][] Logits(string model, IReadOnlyList<int> tokens) => Rows(Ask(new { model, tokens }));

    /// <summary>The last hidden states of an encoder, by position.</summary>
    public static float[][] HiddenStates(string model, IReadOnlyList<int> tokens) => Rows(Ask(new { model, tokens, encoder = true }));

    /// <summary>The logits of an encoder-decoder, by position of the decoder.</summary>
    public static float[][] Logits(string model, IReadOnlyList<int> tokens, IReadOnlyList<int> start) => Rows(Ask(new { model, tokens, encoder = true, start }));

    /// <summary>The ids of texts, special tokens at the beginning and the end included where the file asks for them.</summary>
    public static int[][] Encode(string model, IReadOnlyList<string> texts) =>
        Ask(new { model, texts }).GetProperty("ids").Deserialize<int[][]>()!;

    private static float[][] Rows(JsonElement answer) => answer.GetProperty("rows").Deserialize<float[][]>()!;

    private static JsonElement Ask(object question)
    {
        var peers = Environment.GetEnvironmentVariable("SINTER_PEERS");
        if (peers is null || !Directory.Exists(Path.Combine(peers, "node_modules", "@node-llama-cpp", "linux-x64")) || Script() is not { } script)
        {
            Assert.Skip("No llama.cpp here: set SINTER_PEERS to a folder in which @node-llama-cpp/linux-x64 and koffi are installed.");
            return default;
        }

        using var folder = new TemporaryFolder();
        var request = folder.File("request.json", JsonSerializer.Serialize(new[] { question }));
        var start = new ProcessStartInfo("node", [script]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SINTER_REQUEST"] = request;
        using var node = Process.Start(start)!;
        var errors = node.StandardError.ReadToEndAsync();
        var output = node.StandardOutput.ReadToEndAsync();
        if (!node.WaitForExit(LongestAnswer))
        {
            node.Kill(entireProcessTree: true);
            throw new TimeoutException("llama.cpp gave no answer.");
        }

        if (node.ExitCode != 0)
        {
            throw new InvalidOperationException($"llama.cpp ended with the code {node.ExitCode}: {errors.Result}");
        }

        var answer = JsonElement.Parse(output.Result)[0];
        return answer.TryGetProperty("error", out var error) ? throw new InvalidOperationException($"llama.cpp refuses: {error.GetString()}") : answer;
    }

    private static string? Script()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var script = Path.Combine(folder.FullName, "tests", "Shared", "llama.mjs");
            if (File.Exists(script))
            {
                return script;
            }
        }

        return null;
    }
}
