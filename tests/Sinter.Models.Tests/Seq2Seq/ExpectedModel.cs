using System.Text.Json;
using Sinter.Models.Files;
using Sinter.Tensors.Cpu;

namespace Sinter.Models.Tests.Seq2Seq;

/// <summary>A model of tests/oracle/models/data, and the numbers that an independent implementation gives for it.</summary>
internal sealed class ExpectedModel
{
    private readonly JsonElement _expected;

    public ExpectedModel(string name)
    {
        Folder = Path.Combine(Root(), "tests", "oracle", "models", "data", name);
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "expected.json")));
        _expected = json.RootElement.Clone();
    }

    public string Folder { get; }

    /// <summary>The loss, the mean over labels.</summary>
    public double Loss => _expected.GetProperty("loss").GetDouble();

    public Model Load(bool trainable = false) => ModelWeights.Load(Folder, new CpuBackend(1), trainable);

    /// <summary>Integers [rows, columns].</summary>
    public int[][] Integers(string key) => [.. _expected.GetProperty(key).EnumerateArray().Select(static row => row.EnumerateArray().Select(static value => value.GetInt32()).ToArray())];

    /// <summary>A tensor, row by row.</summary>
    public float[] Values(string key) => Values(_expected.GetProperty(key));

    /// <summary>One tensor of a list.</summary>
    public float[] Values(string key, int index) => Values(_expected.GetProperty(key)[index]);

    /// <summary>The largest difference of rows of which those are compared that count.</summary>
    public static double Difference(ReadOnlySpan<float> found, ReadOnlySpan<float> expected, Func<int, bool> counts, int width)
    {
        found.Length.ShouldBe(expected.Length);
        var largest = 0.0;
        for (var i = 0; i < found.Length; i++)
        {
            largest = counts(i / width) ? Math.Max(largest, Math.Abs(found[i] - expected[i])) : largest;
        }

        return largest;
    }

    private static float[] Values(JsonElement tensor) => [.. tensor.GetProperty("values").EnumerateArray().Select(static value => value.GetSingle())];

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Sinter.slnx")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not lie in the repository.");
        }

        return folder.FullName;
    }
}
