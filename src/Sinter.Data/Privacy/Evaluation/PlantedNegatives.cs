using System.Globalization;
using Sinter.Data.FastText;

namespace Sinter.Data.Privacy;

/// <summary>Sentences that hold nothing personal and look as if, and values for them.</summary>
internal static class PlantedNegatives
{
    private static readonly string[] Cities = ["Paris", "Berlin", "Lagos", "Kyoto", "Ghent", "Utrecht", "Odense", "Porto Alegre", "San Francisco", "Nairobi", "Izmir", "Gdynia", "Cardiff", "Bologna", "Lille", "Malaga"];

    /// <summary>The sentences.</summary>
    public static IReadOnlyList<string> Sentences { get; } =
    [
        "Order {order} was shipped on {date}; tracking {num}{num}.",
        "ISBN {isbn}, second edition, {num} pages.",
        "The total came to {price} after a discount of 12.5 %.",
        "Request {uuid} failed after 300 ms.",
        "Version {version} fixes the crash on start.",
        "commit {hash}\nMerge branch 'release/{version}'",
        "The station lies at {coord}, 1,204 m above the sea.",
        "Arsenal beat Chelsea 3-1, Lincoln drew 0-0 with Preston North End.",
        "The reaction was run at 37.4 °C for 12 h (n = 1,284, p < 0.001).",
        "Error code 0x{hexnum} at line {num} of module.c",
        "Meeting moved from {date} to {date}, room {num}.",
        "Invoice no. {num}{num}, due {date}, amount {price}",
        "In May the river rose to 4.20 m; by June it had fallen again.",
        "Grant Park is closed. Take Lake Shore Drive to Lincoln Square instead.",
        "The New York Times reported that General Electric and Ford cut jobs.",
        "Chapter 12: The Rise of the Ottoman Empire, 1299-1453",
        "Population: {num}{num} (2011), area 1,234.5 km2, density 88/km2",
        "Christian churches in North Carolina and West Virginia reopened.",
        "@media screen and (max-width: 600px) { body { margin: 0; } }",
        "@Override\npublic String toString() { return name; }",
        "npm install @types/node @angular/core --save-dev",
        "@property\ndef area(self):\n    return self.width * self.height",
        "2 cups of flour, 1 teaspoon of salt, 250 g of butter, bake at 180 for 25 minutes.",
        "The results were 6-4, 7-6 (7-5), 6-3 in 2 h 14 min.",
        "Flight LH 1234 departs at {time} from gate B22.",
        "Model XJ-900 weighs 3.450 kg and costs {price}.",
        "See Fig. 3, Table 12 and Eq. (4.17); doi:10.1000/{num}.{num}",
        "{\"width\": 1920, \"height\": 1080, \"ts\": 15{num}{num}}",
        "SELECT id, total FROM orders WHERE id IN ({num}, {num}, {num});",
        "Article 6 of the Treaty of Lisbon entered into force on 1 December 2009.",
        "Die Sitzung vom {date} begann um {time} Uhr mit Punkt 3.2.1.",
        "Bestellnummer {num}{num}, Artikel 47110815, 12 Stück",
        "La commande {order} du {date} sera livrée sous 5 jours.",
        "El pedido {order} salió el {date} por {price}.",
        "Mount Rainier and Mount St. Helens can be seen from Seattle on clear days.",
        "The Victoria Line and the Piccadilly Line meet at Green Park.",
        "mask 255.255.255.0 is wrong, try version 10.2.3 of the driver",
        "Windows 10 build 19041.1237, Chrome 96.0.4664.110",
        "Timestamp 1609459200000, checksum {hash}",
        "The Mark II was replaced by the Mark III in the Fall of 1944.",
        "Faith and Hope are old words; Charity begins at home.",
        "Ticket #{num}: part number 4711-0815-99 is out of stock.",
        "Rule 34 of the Civil Code, section 12(b), does not apply.",
        "In 1987 Main Street was paved; in 2004 Second Avenue followed.",
        "aspect ratio 16:9, MAC layer, 10:45:30 on the clock",
        "Call centre hours: 9:00-17:00, Monday to Friday.",
        "The Will to Power and The Joy of Cooking are on the second shelf.",
        "background: #ff8800; border-radius: 4px; z-index: 1000",
        "He scored 147 in 2003/04, 12 more than in 1998/99.",
    ];

    /// <summary>A value that looks like a number of something; null where there is none of a name.</summary>
    public static string? Value(string name, ref SplitMix random)
    {
        switch (name)
        {
            case "date":
                var day = new DateTime(1999, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(random.NextBelow(9000));
                return day.ToString(Choose(ref random, "yyyy-MM-dd", "dd.MM.yyyy", "d MMMM yyyy", "MM/dd/yyyy"), CultureInfo.InvariantCulture);
            case "time": return string.Create(CultureInfo.InvariantCulture, $"{random.NextBelow(24):00}:{random.NextBelow(60):00}");
            case "num": return random.NextBelow(100_000).ToString(CultureInfo.InvariantCulture);
            case "order": return Choose(ref random, "ORD-", "#", "", "A-", "2023-") + Digits(ref random, 6 + random.NextBelow(5));
            case "isbn": return Choose(ref random, "978-3-16-148410-0", "978-0-306-40615-7", "0-306-40615-2", "9780131103627", "978 1 56619 909 4");
            case "price": return Choose(ref random, "$", "€ ", "£") + random.NextBelow(9000).ToString("N0", CultureInfo.InvariantCulture) + Choose(ref random, "", ".99", ".50");
            case "uuid": return $"{Digits(ref random, 8, true)}-{Digits(ref random, 4, true)}-4{Digits(ref random, 3, true)}-a{Digits(ref random, 3, true)}-{Digits(ref random, 12, true)}";
            case "hash": return Digits(ref random, 40, true);
            case "hexnum": return Digits(ref random, 8, true);
            case "version": return string.Create(CultureInfo.InvariantCulture, $"{random.NextBelow(12)}.{random.NextBelow(30)}.{random.NextBelow(99)}");
            case "coord": return string.Create(CultureInfo.InvariantCulture, $"{random.NextBelow(90)}.{Digits(ref random, 5)}, -{random.NextBelow(180)}.{Digits(ref random, 6)}");
            case "city": return Cities[random.NextBelow(Cities.Length)];
            default: return null;
        }
    }

    private static string Digits(ref SplitMix random, int count, bool hexadecimal = false)
    {
        var digits = new char[count];
        for (var i = 0; i < count; i++)
        {
            digits[i] = "0123456789abcdef"[random.NextBelow(hexadecimal ? 16 : 10)];
        }

        return new(digits);
    }

    private static string Choose(ref SplitMix random, params string[] values) => values[random.NextBelow(values.Length)];
}
