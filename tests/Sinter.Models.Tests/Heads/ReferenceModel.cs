using System.Text.Json;
using Sinter.Models.Files;
using Sinter.Tensors.Cpu;

namespace Sinter.Models.Tests.Heads;

/// <summary>A small model of <c>tests/oracle/models/data</c>: its folder, and what the independent implementation in PyTorch computed with it.</summary>
internal sealed class ReferenceModel
{
    private readonly JsonElement _expected;

    public ReferenceModel(string name)
    {
        Folder = FolderOf(name);
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "expected.json")));
        _expected = document.RootElement.Clone();
    }

    public string Folder { get; }

    /// <summary>The input tokens, one text a row; the choices of a question are rows one after another.</summary>
    public int[][] Tokens => Rows("input_ids");

    /// <summary>The tokens of each row that are no padding.</summary>
    public int[] Lengths => Has("attention_mask") ? [.. Rows("attention_mask").Select(static row => row.Sum())] : [.. Tokens.Select(static row => row.Length)];

    public bool Has(string key) => _expected.TryGetProperty(key, out _);

    public double Loss => _expected.GetProperty("loss").GetDouble();

    /// <summary>The folder of a model.</summary>
    public static string FolderOf(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Sinter.slnx")))
            {
                return Path.Combine(folder.FullName, "tests", "oracle", "models", "data", name);
            }
        }

        throw new DirectoryNotFoundException("The tests run outside the repository, where their reference models are.");
    }

    public TextModel Load(bool trainable = false) => (TextModel)ModelWeights.Load(Folder, new CpuBackend(1), trainable);

    /// <summary>Integers [rows, columns], however deep they are nested.</summary>
    public int[][] Rows(string key)
    {
        List<int[]> rows = [];
        Collect(_expected.GetProperty(key));
        return [.. rows];

        void Collect(JsonElement element)
        {
            if (element[0].ValueKind == JsonValueKind.Array)
            {
                element.EnumerateArray().ToList().ForEach(Collect);
            }
            else
            {
                rows.Add([.. element.EnumerateArray().Select(static item => item.GetInt32())]);
            }
        }
    }

    public int[] Integers(string key) => [.. _expected.GetProperty(key).EnumerateArray().Select(static item => item.GetInt32())];

    public float[] Numbers(string key) => [.. _expected.GetProperty(key).EnumerateArray().Select(static item => item.GetSingle())];

    /// <summary>The values of a tensor.</summary>
    public float[] Values(string key) => Values(_expected.GetProperty(key));

    /// <summary>The hidden states before the first layer and after each.</summary>
    public float[][] HiddenStates() => [.. _expected.GetProperty("hidden_states").EnumerateArray().Select(Values)];

    private static float[] Values(JsonElement tensor) => [.. tensor.GetProperty("values").EnumerateArray().Select(static item => item.GetSingle())];
}
